import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrackId } from '../../shared/records';
import { splitTexts } from '../../shared/text-column';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { FIXTURES, MODELS, openBench } from './testing/engine-in-folder';
import { forkWorker } from './fork-worker';
import { mountHangingDrive, whyNoHangingDrive } from './testing/hanging-drive';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';
import type { SpawnWorker } from './worker-protocol';

const { ids: models } = await readBundledModels(MODELS);
const FILE_LIMIT_MS = 1_500;

/** Real processes read files; songs are heard without listening, which is not the question here. */
function readersAndQuickEars(): SpawnWorker {
  const ears = obedientWorkers(models);
  ears.setQuick(true);
  return () => {
    const reader = forkWorker();
    const ear = ears.spawnWorker();
    return {
      post: (message) => {
        (message.kind === 'file-job' ? reader : ear).post(message);
      },
      onMessage: (listener) => {
        reader.onMessage(listener);
        // A file's time begins when the process that reads is up.
        ear.onMessage((message) => {
          if (message.kind !== 'up') {
            listener(message);
          }
        });
      },
      onExit: (listener) => {
        reader.onExit(listener);
      },
      kill: () => {
        reader.kill();
        ear.kill();
      },
    };
  };
}

describe('a song that is played', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench({ spawnWorker: readersAndQuickEars() });
  });
  afterEach(async () => {
    await bench.remove();
  });

  async function scan(folder: string): Promise<ReadonlyMap<string, TrackId>> {
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [folder] }));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const pairs = splitTexts(rows.id).map(async (id) => {
      const file = await bench.engine.handle('library:path', { id });
      return [path.basename(file), id] as const;
    });
    return new Map(await Promise.all(pairs));
  }

  /** As main does: piece by piece. */
  async function bytesOf(id: TrackId, sizeBytes: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for (let from = 0; from < sizeBytes; from += 100_000) {
      const request = { id, from, length: 100_000 };
      pieces.push(await bench.engine.handle('library:song-bytes', request));
    }
    return Buffer.concat(pieces);
  }

  it('is given as it is where Chromium plays it, as WAV where not', async () => {
    const as = { 'ezer-ev.mp3': 'audio/mpeg', 'vermocsar.m4a': 'audio/mp4' } as const;
    const wavs = ['coherence.m4a', 'genesis.aiff'];
    const names = [...Object.keys(as), ...wavs];
    for (const name of names) {
      await copyFile(path.join(FIXTURES, name), path.join(bench.music, name));
    }
    const ids = await scan(bench.music);
    expect([...ids.keys()].sort()).toEqual([...names].sort());
    for (const [name, mimeType] of Object.entries(as)) {
      const id = ids.get(name)!;
      const playable = await bench.engine.handle('library:playable', { id });
      const bytes = await readFile(path.join(bench.music, name));
      expect(playable).toEqual({
        path: path.join(bench.music, name),
        mimeType,
        sizeBytes: bytes.length,
      });
      expect((await bytesOf(id, playable.sizeBytes)).equals(bytes)).toBe(true);
      const behind = { id, from: bytes.length, length: 10 };
      expect(await bench.engine.handle('library:song-bytes', behind)).toHaveLength(0);
    }
    for (const name of wavs) {
      const id = ids.get(name)!;
      const [playable, twin] = await Promise.all([
        bench.engine.handle('library:playable', { id }),
        bench.engine.handle('library:playable', { id }),
      ]);
      expect(twin).toEqual(playable);
      expect(playable.mimeType).toBe('audio/wav');
      const bytes = await bytesOf(id, playable.sizeBytes);
      expect(bytes.toString('latin1', 0, 12)).toMatch(/^RIFF.{4}WAVE$/s);
      expect(bytes.equals(await readFile(playable.path))).toBe(true);
      // Nothing half is left beside it.
      const made = await readdir(path.dirname(playable.path));
      expect(made.filter((file) => !file.endsWith('.wav'))).toEqual([]);
    }
  });

  it('tells why when it is gone, or cannot be decoded', async () => {
    await writeWav(path.join(bench.music, 'gone.wav'), 1, 1);
    await copyFile(path.join(FIXTURES, 'genesis.aiff'), path.join(bench.music, 'spoilt.aiff'));
    const ids = await scan(bench.music);
    await rm(path.join(bench.music, 'gone.wav'));
    await writeFile(path.join(bench.music, 'spoilt.aiff'), 'no music\n'.repeat(1_000));
    const play = (name: string): Promise<unknown> =>
      bench.engine.handle('library:playable', { id: ids.get(name)! });
    await expect(play('gone.wav')).rejects.toMatchObject({ kind: 'file-missing' });
    await expect(play('spoilt.aiff')).rejects.toMatchObject({ kind: 'not-audio' });
  });

  const unmountable = whyNoHangingDrive();
  it.skipIf(unmountable !== undefined)(
    'on a drive that hangs is given up with a message, and the engine goes on answering',
    async () => {
      const drive = path.join(path.dirname(bench.music), 'drive');
      await mkdir(drive);
      const names = ['a.wav', 'b.m4a', 'c.aiff', 'd.wav', 'e.wav', 'f.wav'];
      for (const [seed, name] of names.entries()) {
        await writeWav(path.join(drive, name), seed, 1);
      }
      await writeWav(path.join(bench.music, 'healthy.wav'), 100, 1);
      const healthy = (await scan(bench.music)).get('healthy.wav')!;
      const ids = await scan(drive);
      bench = await bench.reopen({ fileTimeLimitMs: FILE_LIMIT_MS });
      const unmount = await mountHangingDrive(drive, names);
      try {
        const plays = names.map((name) =>
          bench.engine
            .handle('library:playable', { id: ids.get(name)! })
            .then(() =>
              bench.engine.handle('library:song-bytes', {
                id: ids.get(name)!,
                from: 0,
                length: 1_000,
              }),
            )
            .then(
              () => 'played',
              (thrown: unknown) => thrown,
            ),
        );
        // All of Node's threads in the engine would be waiting for the drive now, were it asked from here.
        expect(await readdir(bench.music)).toEqual(['healthy.wav']);
        expect(
          splitTexts((await bench.engine.handle('library:rows', { since: 0 })).rows.id),
        ).toHaveLength(7);
        for (const [at, name] of names.entries()) {
          expect(await plays[at]).toMatchObject({
            kind: 'timed-out',
            stage: 'decode',
            path: path.join(drive, name),
            message: expect.stringMatching(/did not answer within 2 s.*then try again/) as string,
          });
        }
        const { sizeBytes } = await bench.engine.handle('library:playable', { id: healthy });
        expect(await bytesOf(healthy, sizeBytes)).toHaveLength(sizeBytes);
      } finally {
        await unmount();
      }
    },
    120_000,
  );
});
