import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWav } from '../engine/pipeline/testing/write-wav';

/** As it ships; built before the tests begin. */
const entry = fileURLToPath(new URL('../../build/cli/mugle.js', import.meta.url));
/** A process with the real engine for each call. */
const BUDGET_MS = 120_000;

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function mugle(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

const json = (run: Run): unknown => JSON.parse(run.stdout);

describe('command line', () => {
  let folder = '';
  let music = '';
  let library: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-cli-'));
    music = path.join(folder, 'music');
    library = ['--library', path.join(folder, 'library')];
    await mkdir(music);
    for (const seed of [1, 2, 3, 4]) {
      await writeWav(path.join(music, `song ${String(seed)}.wav`), seed);
    }
    await writeFile(path.join(music, 'text.mp3'), 'no music at all\n'.repeat(100));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'scans, finds similar songs, maps',
    async () => {
      const scan = await mugle('scan', music, '--json', ...library);
      expect(scan.code).toBe(0);
      expect(json(scan)).toEqual({
        found: 5,
        indexed: 4,
        failed: 1,
        skipped: 0,
        skips: {
          unchanged: 0,
          known: 0,
          'left-out': 0,
          ignored: 0,
          silent: 0,
          'not-reached': 0,
        },
        seconds: expect.any(Number) as number,
        songsPerMinute: expect.any(Number) as number,
        failures: [
          {
            path: path.join(music, 'text.mp3'),
            stage: expect.any(String) as string,
            reason: expect.any(String) as string,
          },
        ],
      });
      expect(json(await mugle('scan', music, '--json', ...library))).toMatchObject({
        found: 5,
        indexed: 0,
        failed: 1,
        skipped: 4,
        skips: { unchanged: 4, known: 0 },
      });

      const query = path.join(music, 'song 1.wav');
      const similar = await mugle('similar', query, '--limit', '2', '--json', ...library);
      const rows = json(similar) as {
        id: string;
        path: string;
        title: string;
        artist: string;
        album: string;
        score: number;
        loudness: number;
      }[];
      expect(rows).toHaveLength(2);
      expect(Object.keys(rows[0] ?? {})).toEqual([
        'id',
        'path',
        'title',
        'artist',
        'album',
        'score',
        'tempo',
        'key',
        'camelot',
        'loudness',
        'versions',
      ]);
      expect(rows.every(({ loudness }) => loudness < 0)).toBe(true);
      expect(rows.map((row) => row.path)).not.toContain(query);
      const byId = json(await mugle('similar', rows[0]?.id ?? '', '--json', ...library)) as {
        path: string;
      }[];
      expect(byId).toHaveLength(3);
      expect(byId.map((row) => row.path)).not.toContain(rows[0]?.path);

      const map = json(await mugle('map', '--json', ...library)) as {
        space: string;
        id: string[];
        x: number[];
        y: number[];
      };
      expect(map.space).toBe('genre');
      expect([map.id.length, map.x.length, map.y.length]).toEqual([4, 4, 4]);
      expect((await mugle('map', ...library)).stdout.trim().split('\n')).toHaveLength(4);
    },
    BUDGET_MS,
  );

  it(
    'imports, lists, exports and deletes playlists',
    async () => {
      const file = path.join(folder, 'Mixed.m3u');
      await writeFile(file, 'E:\\music\\song 2.wav\nmusic/song 1.wav\nmusic/none.wav\n');
      const report = json(await mugle('playlist', 'import', file, '--json', ...library));
      expect(report).toMatchObject({
        format: 'm3u',
        mappings: [{ from: 'E:', to: folder, songs: 1 }],
        playlists: [{ name: 'Mixed', songs: 2, unmatched: [{ line: 3, text: 'music/none.wav' }] }],
      });
      const songs = await mugle('playlist', 'show', 'Mixed', '--json', ...library);
      expect(json(songs)).toMatchObject([{ title: 'song 2' }, { title: 'song 1' }]);
      const out = path.join(folder, 'out.m3u8');
      const written = await mugle('playlist', 'export', 'Mixed', out, '--relative', ...library);
      expect(written.code).toBe(0);
      expect(
        (await readFile(out, 'utf8')).split('\n').filter((line) => !line.startsWith('#')),
      ).toEqual([path.join('music', 'song 2.wav'), path.join('music', 'song 1.wav'), '']);
      const learned = await mugle('playlist', 'learn', '--json', ...library);
      expect(json(learned)).toMatchObject({ playlists: 1, folders: 1, learned: 4, error: null });
      const song = path.join(music, 'song 2.wav');
      const near = await mugle('similar', song, '--only', 'playlist', '--json', ...library);
      expect(json(near)).toHaveLength(3);
      const doctor = await mugle('doctor', ...library);
      expect(doctor.stdout).toContain('lists: from 1 playlists, 0 albums, 1 folders');
      expect((await mugle('playlist', 'delete', 'Mixed', ...library)).code).toBe(0);
      expect(json(await mugle('playlist', 'list', '--json', ...library))).toEqual([]);
      expect((await mugle('playlist', 'show', 'Mixed', ...library)).code).toBe(1);
    },
    BUDGET_MS,
  );

  it(
    'prints tags and what the models run on',
    async () => {
      const tags = await mugle('tags', path.join(music, 'song 1.wav'), '--json');
      expect(json(tags)).toMatchObject({ title: 'song 1', durationSeconds: 8 });
      const doctor = await mugle('doctor', '--json', '--library', path.join(folder, 'other'));
      expect(doctor.code).toBe(0);
      expect(json(doctor)).toMatchObject({
        provider: expect.any(String) as string,
        rejectedProviders: expect.any(Array) as unknown[],
      });
    },
    BUDGET_MS,
  );

  it(
    'exits with 1 when it fails and with 2 when it is called wrongly',
    async () => {
      const missing = await mugle('scan', path.join(folder, 'nowhere'), '--json', ...library);
      expect([missing.code, json(missing)]).toMatchObject([
        1,
        { error: { kind: 'folder-missing' } },
      ]);
      expect(missing.stderr).toContain('nowhere');
      expect((await mugle('similar', path.join(folder, 'none.mp3'), ...library)).code).toBe(1);
      expect((await mugle('tags', path.join(music, 'text.mp3'))).code).toBe(1);
      const wrong = [
        ['scan'],
        ['sing'],
        [],
        ['similar', 'x', '--limit', 'many'],
        ['map', '--space', 'taste'],
        ['scan', 'a', '--colour'],
      ];
      for (const args of wrong) {
        const run = await mugle(...args);
        expect([args, run.code, run.stdout]).toEqual([args, 2, '']);
      }
      expect((await mugle('--help')).code).toBe(0);
    },
    BUDGET_MS,
  );
});
