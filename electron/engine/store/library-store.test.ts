import { connect } from '@lancedb/lancedb';
import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { SCHEMA_VERSION } from './table-specs';
import { inspectLibrary } from './testing/inspect-library';
import { id, silent as logger, track } from './testing/sample-rows';

/** Kept to sixteen bits a value. */
function expectVector(found: Float32Array | undefined, expected: readonly number[]): void {
  expect(Array.from(found ?? [])).toEqual(
    expected.map((value) => expect.closeTo(value, 3) as number),
  );
}

describe('library store', () => {
  let folder = '';
  const open: LibraryStore[] = [];
  const openStore = async (): Promise<LibraryStore> => {
    const store = await openLibraryStore(folder, { logger });
    open.push(store);
    return store;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-store-'));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('gives back everything after it was closed and opened again', async () => {
    const store = await openStore();
    store.setRoots(['/music', '/more']);
    for (let number = 1; number <= 20; number++) {
      const tempo = { bpm: 90.5 + number, confidence: 0.5 };
      const key = number === 4 ? null : { key: number, confidence: 0.25 };
      const sound = number === 5 ? {} : { sound: { tempo, key, loudness: -number } };
      store.putTrack(track(number, { state: 'analysed', models: ['one', 'two'], ...sound }));
      store.putFile({
        path: `/music/${String(number)}.mp3`,
        sizeBytes: 6e9,
        mtimeMs: 1e12 + 0.25,
        trackId: id(number),
      });
      store.putAnalysis({
        id: id(number),
        vectors: { genre: Float32Array.of(number, 1, 2), melody: Float32Array.of(number) },
        tagScores: [{ model: 'one', scores: Float32Array.of(0.5, number) }],
      });
    }
    const layout = {
      space: 'genre',
      models: ['one'],
      params: { seed: 7 },
      ids: [id(1), id(2)],
      x: Float32Array.of(1, -1),
      y: Float32Array.of(0.5, 0),
      trust: Float32Array.of(0.5, 1),
      madeAt: 5,
    } as const;
    store.putLayout(layout);
    for (const madeAt of [1, 2, 3]) {
      store.putLayout({ ...layout, models: [`model ${String(madeAt)}`], madeAt });
    }
    store.setNote('ignored', '["/a \'quoted\" 🎵"]');
    const expected = [...store.tracks.values()];
    await store.close();

    const again = await openStore();
    expect(again.roots).toEqual(['/music', '/more']);
    expect([...again.tracks.values()]).toEqual(expected);
    expect(again.files.get('/music/3.mp3')).toEqual({
      path: '/music/3.mp3',
      sizeBytes: 6e9,
      mtimeMs: 1e12 + 0.25,
      trackId: id(3),
    });
    expect(again.pathsOf(id(3))).toEqual(['/music/3.mp3']);
    expectVector(again.space('genre')?.get(id(3)), [3, 1, 2]);
    expect(again.space('melody')?.ids).toHaveLength(20);
    expect(again.space('blend')).toBeUndefined();
    // The last three, one for each set of models.
    const [last, ...older] = again.layouts('genre');
    expect(last).toEqual(layout);
    expect(older.map(({ models }) => models)).toEqual([['model 3'], ['model 2']]);
    expect(again.layouts('melody')).toEqual([]);
    expect(again.note('ignored')).toBe('["/a \'quoted\" 🎵"]');
    expect(again.note('excludes')).toBeUndefined();
    expect(await again.scoresOf([id(1), id(3), id(99)], 'one')).toContainEqual({
      id: id(3),
      scores: Float32Array.of(0.5, 3),
    });
    expect(await again.tagScores(id(3), ['one'])).toEqual([
      { model: 'one', scores: Float32Array.of(0.5, 3) },
    ]);
  });

  it('replaces rows that are written again, and deletes what was removed', async () => {
    const store = await openStore();
    for (let round = 0; round < 3; round++) {
      store.putTrack(track(1, { state: round === 2 ? 'failed' : 'analysed', models: ['m'] }));
      store.putAnalysis({
        id: id(1),
        vectors: { genre: Float32Array.of(round, round) },
        tagScores: [],
      });
      store.putFile({ path: '/a.mp3', sizeBytes: round, mtimeMs: round, trackId: id(1) });
      store.putFile({ path: '/b.mp3', sizeBytes: round, mtimeMs: round, trackId: id(1) });
      store.putFailure({
        path: '/a.mp3',
        sizeBytes: 1,
        mtimeMs: 1,
        stage: 'decode',
        kind: 'damaged-audio',
        message: 'bad',
        at: round,
      });
      await store.flush();
    }
    store.removeFile('/b.mp3');
    store.removeFailure('/a.mp3');
    await store.close();
    const again = await openStore();
    expect([...again.tracks.values()].map((row) => row.state)).toEqual(['failed']);
    expect([...again.files.keys()]).toEqual(['/a.mp3']);
    expect(again.failures.size).toBe(0);
    expect(again.space('genre')?.ids).toHaveLength(1);
    expectVector(again.space('genre')?.get(again.space('genre')?.ids[0] ?? ''), [2, 2]);
  });

  it('keeps, finds and deletes paths and tags made of any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(
        "it's",
        '"',
        "'; DROP TABLE files; --",
        'a\nb',
        '\\',
        'e\u0301',
        '\u1112\u1161\u11ab',
        '🎵',
        '%',
        '_',
        "''",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 2, maxLength: 6 }), async (names) => {
        await rm(folder, { recursive: true, force: true });
        const store = await openStore();
        names.forEach((name, number) => {
          store.putTrack({ ...track(number), tags: { ...track(number).tags, title: name } });
          store.putFile({ path: name, sizeBytes: 1, mtimeMs: 1, trackId: id(number) });
          store.putFailure({
            path: name,
            sizeBytes: 1,
            mtimeMs: 1,
            stage: undefined,
            kind: 'not-audio',
            message: name,
            at: 1,
          });
        });
        await store.flush();
        const [gone = '', ...kept] = names;
        store.removeFile(gone);
        store.removeFailure(gone);
        await store.close();
        const again = await openStore();
        expect([...again.files.keys()].sort()).toEqual([...kept].sort());
        expect([...again.failures.values()].map((row) => row.message).sort()).toEqual(
          [...kept].sort(),
        );
        expect([...again.tracks.values()].map((row) => row.tags.title).sort()).toEqual(
          [...names].sort(),
        );
        await again.close();
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('does not let its versions pile up', async () => {
    const store = await openStore();
    for (let round = 0; round < 90; round++) {
      store.putTrack(track(round));
      await store.flush();
    }
    await store.close();
    const versions = await readdir(path.join(folder, 'tracks.lance', '_versions'));
    expect(versions.length).toBeLessThan(5);
  }, 60_000);

  it('has one owner at a time, and takes over from one that died', async () => {
    const store = await openStore();
    await expect(openLibraryStore(folder, { logger })).rejects.toMatchObject({
      kind: 'library-locked',
    });
    // However the folder is named.
    await expect(openLibraryStore(pathToFileURL(folder).href, { logger })).rejects.toMatchObject({
      kind: 'library-locked',
    });
    await store.close();
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('exit', resolve));
    await writeFile(path.join(folder, 'owner.lock'), JSON.stringify({ pid: dead.pid, token: 'x' }));
    await (await openStore()).close();
    await writeFile(path.join(folder, 'owner.lock'), '');
    await utimes(path.join(folder, 'owner.lock'), 1000, 1000);
    await (await openStore()).close();
    // A lock of this very pid that nobody here holds: an earlier life of a container.
    await writeFile(
      path.join(folder, 'owner.lock'),
      JSON.stringify({ pid: process.pid, token: 'y' }),
    );
    await openStore();
  });

  it.runIf(process.platform === 'linux')(
    'is not kept out by another program that got the pid of a dead owner',
    async () => {
      const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
      try {
        const lock = path.join(folder, 'owner.lock');
        await writeFile(lock, JSON.stringify({ pid: other.pid, token: 'x' }));
        await expect(openLibraryStore(folder, { logger })).rejects.toMatchObject({
          kind: 'library-locked',
        });
        const earlier = Date.now() / 1000 - 60;
        await utimes(lock, earlier, earlier);
        await openStore();
      } finally {
        other.kill();
      }
    },
  );

  it('can lie elsewhere: LanceDB is given the URI as it is', async () => {
    const store = await openLibraryStore('memory://library', { logger });
    open.push(store);
    store.putTrack(track(1, { state: 'analysed', models: ['one'] }));
    const vectors = { genre: Float32Array.of(1, 0) };
    const tagScores = [{ model: 'one', scores: Float32Array.of(0.5) }];
    store.putAnalysis({ id: id(1), vectors, tagScores });
    await store.flush();
    expect(await store.tagScores(id(1), ['one'])).toEqual(tagScores);
    expect(await readdir(process.cwd())).not.toContain('memory:');
  });

  it('refuses a library of a newer format', async () => {
    await (await openStore()).close();
    const connection = await connect(folder);
    const meta = await connection.openTable('meta');
    await meta.update({
      where: "name = 'schemaVersion'",
      values: { value: String(SCHEMA_VERSION + 1) },
    });
    connection.close();
    await expect(openLibraryStore(folder, { logger })).rejects.toMatchObject({
      kind: 'library-newer',
    });
  });

  it('opens after a kill in the making of a table, and refuses a table that lost its versions', async () => {
    const store = await openStore();
    store.putTrack(track(1));
    await store.close();
    await rm(path.join(folder, 'failures.lance'), { recursive: true });
    await mkdir(path.join(folder, 'failures.lance', '_versions'), { recursive: true });
    await mkdir(path.join(folder, 'vectors_genre.lance', 'data'), { recursive: true });
    const again = await openStore();
    expect(again.tracks.size).toBe(1);
    again.putAnalysis({ id: id(1), vectors: { genre: Float32Array.of(1) }, tagScores: [] });
    await again.close();
    await rm(path.join(folder, 'tracks.lance', '_versions'), { recursive: true });
    await expect(openLibraryStore(folder, { logger })).rejects.toMatchObject({
      kind: 'library-failed',
    });
  });

  it('says so where a file is, instead of a folder', async () => {
    const file = path.join(folder, 'a song.mp3');
    await writeFile(file, 'not a library');
    for (const at of [file, path.join(file, 'library')]) {
      await expect(openLibraryStore(at, { logger })).rejects.toMatchObject({
        kind: 'library-failed',
        message: `The library ${at} is a file, or lies in one: a library is a folder. Give another.`,
      });
    }
  });

  it('waits for a lock file that is still being written, and takes it over when it stays empty', async () => {
    await writeFile(path.join(folder, 'owner.lock'), '');
    await openStore();
  }, 20_000);

  it('opens after its process was killed in the middle of writing', async () => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        fileURLToPath(new URL('./testing/write-forever.ts', import.meta.url)),
        folder,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise<void>((resolve) => {
      let lines = 0;
      child.stdout.on('data', (text: Buffer) => {
        lines += text.toString().split('\n').length - 1;
        if (lines >= 8) {
          resolve();
        }
      });
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await inspectLibrary(folder)).toEqual({ duplicated: 0, orphans: 0 });
    const store = await openStore();
    expect(store.tracks.size).toBeGreaterThanOrEqual(8);
    for (const row of store.tracks.values()) {
      expectVector(store.space('genre')?.get(row.id), [1, 2, 3]);
    }
    for (const file of store.files.values()) {
      expect(store.tracks.has(file.trackId)).toBe(true);
    }
  }, 30_000);
});
