import { appendFile, copyFile, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import { TRACK_STATES } from '../../shared/records';
import { countingWorkers } from './testing/counting-workers';
import type { Bench, Finished } from './testing/engine-in-folder';
import { FIXTURES, openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 120_000;

/** A song whose file was deleted: still known, no neighbour of others, nothing to play. */
async function missingSongStays({ engine, music }: Bench, id: string): Promise<void> {
  const gone = path.join(music, 'song 3.wav');
  expect(await engine.handle('library:track', { id })).toMatchObject({
    state: 'missing',
    paths: [gone],
  });
  for (const channel of ['library:playable', 'library:path'] as const) {
    await expect(engine.handle(channel, { id })).rejects.toMatchObject({
      kind: 'file-missing',
      path: gone,
    });
  }
  expect(await engine.handle('library:cover', { id })).toBeNull();
  expect(await engine.handle('library:waveform', { id })).toBeNull();
  const own = await engine.handle('similar:list', {
    query: { kind: 'songs', ids: [id] },
    limit: 10,
  });
  expect(own).toMatchObject({ analysed: 3, total: 3 });
  expect(own.items).toHaveLength(3);
  const others = await engine.handle('similar:list', {
    query: { kind: 'songs', ids: [own.items[0]?.id ?? ''] },
    limit: 10,
  });
  expect(others.items.map((item) => item.id)).not.toContain(id);
  expect(others).toMatchObject({ analysed: 3, total: 3 });
}

describe('a scan of known folders', () => {
  const open: Bench[] = [];
  const start = async (...args: Parameters<typeof openBench>): Promise<Bench> => {
    const bench = await openBench(...args);
    open.push(bench);
    return bench;
  };
  const add = (bench: Bench, ...roots: readonly string[]): Promise<Finished> =>
    bench.run((engine) =>
      engine.handle('library:add-roots', { paths: roots.length > 0 ? [...roots] : [bench.music] }),
    );
  const rescan = (bench: Bench): Promise<Finished> =>
    bench.run((engine) => engine.handle('scan:start', {}));
  const songs = async (bench: Bench, count: number): Promise<void> => {
    for (let seed = 1; seed <= count; seed++) {
      await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed);
    }
  };
  /** The paths of all songs, by title. */
  const pathsIn = async (bench: Bench): Promise<string[][]> => {
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    return Promise.all(
      splitTexts(rows.id).map(
        async (id) => (await bench.engine.handle('library:track', { id })).paths,
      ),
    );
  };
  afterEach(async () => {
    // The last engine over a library goes first: removing takes the folder away.
    for (const bench of open.splice(0).reverse()) {
      await bench.remove();
    }
  });

  it(
    'scans once, listens to nothing twice, knows renamed, copied and removed songs',
    async () => {
      const workers = countingWorkers();
      let bench = await start({ spawnWorker: workers.spawnWorker });
      await songs(bench, 4);
      const first = await add(bench);
      expect(first).toMatchObject({
        cancelled: false,
        ledger: { found: 4, indexed: 4, failed: 0, skipped: 0 },
      });
      expect(workers.count()).toBe(4);
      const { rows, version } = await bench.engine.handle('library:rows', { since: 0 });
      expect([...rows.state]).toEqual([1, 1, 1, 1]);

      bench = await bench.reopen();
      open.push(bench);
      expect((await rescan(bench)).ledger).toEqual({ found: 4, indexed: 0, failed: 0, skipped: 4 });
      expect((await bench.engine.handle('library:rows', { since: version })).reset).toBe(true);

      await rename(path.join(bench.music, 'song 1.wav'), path.join(bench.music, 'renamed.wav'));
      await copyFile(path.join(bench.music, 'song 2.wav'), path.join(bench.music, 'copy.wav'));
      await rm(path.join(bench.music, 'song 3.wav'));
      const before = await bench.engine.handle('library:rows', { since: 0 });
      expect((await rescan(bench)).ledger).toEqual({ found: 4, indexed: 0, failed: 0, skipped: 4 });
      expect(workers.count()).toBe(4);
      const delta = await bench.engine.handle('library:rows', { since: before.version });
      expect(delta.removed).toEqual([]);
      const missing =
        splitTexts(delta.rows.id)[delta.rows.state.indexOf(TRACK_STATES.indexOf('missing'))] ?? '';
      const paths = await Promise.all(
        splitTexts((await bench.engine.handle('library:rows', { since: 0 })).rows.id).map(
          async (id) => (await bench.engine.handle('library:track', { id })).paths,
        ),
      );
      expect(
        paths
          .flat()
          .map((file) => path.basename(file))
          .sort(),
      ).toEqual(['copy.wav', 'renamed.wav', 'song 2.wav', 'song 3.wav', 'song 4.wav']);
      expect(paths).toHaveLength(4);
      await missingSongStays(bench, missing);
      await songs(bench, 3);
      expect((await rescan(bench)).ledger).toMatchObject({ indexed: 0, failed: 0 });
      expect((await bench.engine.handle('library:track', { id: missing })).state).toBe('analysed');
      expect(workers.count()).toBe(4);
    },
    BUDGET_MS,
  );

  it(
    'keeps the songs of a folder that is not there, and says so',
    async () => {
      const bench = await start();
      await songs(bench, 2);
      await add(bench);
      const away = `${bench.music} away`;
      await rename(bench.music, away);
      const [id = ''] = splitTexts(
        (await bench.engine.handle('library:rows', { since: 0 })).rows.id,
      );
      expect(await bench.engine.handle('library:waveform', { id })).toBeNull();
      expect((await rescan(bench)).error).toMatchObject({
        kind: 'folder-missing',
        path: bench.music,
      });
      expect((await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(
        2,
      );
      // The mount point of a drive that is not connected.
      await mkdir(bench.music);
      await rescan(bench);
      expect((await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(
        2,
      );
      await rm(bench.music, { recursive: true });
      await rename(away, bench.music);
      expect((await rescan(bench)).ledger).toEqual({ found: 2, indexed: 0, failed: 0, skipped: 2 });
      expect(await bench.engine.handle('library:remove-root', { path: bench.music })).toBe(true);
      expect((await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(
        0,
      );
      // Their vectors waited for them.
      expect((await add(bench)).ledger).toEqual({ found: 2, indexed: 0, failed: 0, skipped: 2 });
      expect(await bench.engine.handle('library:waveform', { id })).not.toBeNull();
      // A song that is there and cannot be read is told of.
      for (const name of ['song 1.wav', 'song 2.wav']) {
        await writeFile(path.join(bench.music, name), 'no song at all');
      }
      await expect(bench.engine.handle('library:waveform', { id })).rejects.toMatchObject({
        kind: 'not-audio',
      });
    },
    BUDGET_MS,
  );

  it(
    'listens to a file again only when its sound changed',
    async () => {
      const workers = countingWorkers();
      const bench = await start({ spawnWorker: workers.spawnWorker });
      const file = path.join(bench.music, 'song.mp3');
      await copyFile(path.join(FIXTURES, 'a-new-journey.mp3'), file);
      await add(bench);
      const same = { found: 1, indexed: 0, failed: 0, skipped: 1 };
      await utimes(file, new Date(), new Date((await stat(file)).mtimeMs + 5000));
      expect((await rescan(bench)).ledger).toEqual(same);
      // Another tag at its end: other bytes, the same sound.
      await appendFile(file, Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)]));
      expect((await rescan(bench)).ledger).toEqual(same);
      const moved = path.join(bench.music, 'moved.mp3');
      await rename(file, moved);
      expect((await rescan(bench)).ledger).toEqual(same);
      expect(workers.count()).toBe(1);
      await copyFile(path.join(FIXTURES, 'ezer-ev.mp3'), moved);
      expect((await rescan(bench)).ledger).toEqual({ ...same, indexed: 1, skipped: 0 });
      expect(workers.count()).toBe(2);
    },
    BUDGET_MS,
  );

  it(
    'keeps what was heard in a deleted song for a month, then forgets it',
    async () => {
      let bench = await start();
      await songs(bench, 2);
      await add(bench);
      await rm(path.join(bench.music, 'song 1.wav'));
      await rescan(bench);
      const known = async (): Promise<number> =>
        (await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends.length;
      try {
        for (const [days, left] of [
          [29, 2],
          [2, 1],
        ] as const) {
          vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
          bench = await bench.reopen();
          open.push(bench);
          await vi.waitFor(async () => {
            expect(await known()).toBe(left);
          });
        }
      } finally {
        vi.useRealTimers();
      }
      await writeWav(path.join(bench.music, 'song 1.wav'), 1);
      expect((await rescan(bench)).ledger).toMatchObject({ indexed: 1, skipped: 1 });
    },
    BUDGET_MS,
  );

  it(
    'knows a song that moves to another root, whichever root is searched first',
    async () => {
      const workers = countingWorkers();
      const bench = await start({ spawnWorker: workers.spawnWorker });
      const [one, two] = ['one', 'two'].map((name) => path.join(bench.music, name));
      if (one === undefined || two === undefined) {
        throw new TypeError('two roots');
      }
      for (const root of [one, two]) {
        await mkdir(root);
        await writeWav(path.join(root, 'stays.wav'), root === one ? 1 : 2);
      }
      await writeWav(path.join(one, 'wanders.wav'), 3);
      expect((await add(bench, one, two)).ledger).toMatchObject({ found: 3, indexed: 3 });
      for (const [from, to] of [
        [one, two],
        [two, one],
      ] as const) {
        await rename(path.join(from, 'wanders.wav'), path.join(to, 'wanders.wav'));
        expect((await rescan(bench)).ledger).toEqual({
          found: 3,
          indexed: 0,
          failed: 0,
          skipped: 3,
        });
        expect((await pathsIn(bench)).flat()).toContain(path.join(to, 'wanders.wav'));
        expect((await pathsIn(bench)).flat()).toHaveLength(3);
      }
      expect(workers.count()).toBe(3);
    },
    BUDGET_MS,
  );

  it(
    'counts a file once however often one scan is told of it',
    async () => {
      const bench = await start();
      await songs(bench, 3);
      const finished = await bench.run(async (engine) => {
        const job = await engine.handle('library:add-roots', { paths: [bench.music] });
        expect(await engine.handle('scan:start', {})).toBe(job);
        const again = engine.onEvent((event) => {
          if (event.kind === 'job' && event.event.kind === 'progress' && event.event.done === 1) {
            again();
            void engine.handle('scan:start', {});
          }
        });
        return job;
      });
      expect(finished.ledger).toEqual({ found: 3, indexed: 3, failed: 0, skipped: 0 });
    },
    BUDGET_MS,
  );

  it(
    'makes one song of the same file in two roots, and one root of nested ones',
    async () => {
      const workers = countingWorkers();
      const bench = await start({ spawnWorker: workers.spawnWorker });
      const inner = path.join(bench.music, 'inner');
      await mkdir(inner);
      await writeWav(path.join(bench.music, 'a.wav'), 1);
      await copyFile(path.join(bench.music, 'a.wav'), path.join(inner, 'b.wav'));
      expect((await add(bench, inner)).ledger).toMatchObject({ found: 1, indexed: 1 });
      expect((await add(bench)).ledger).toMatchObject({ found: 2, indexed: 0, skipped: 2 });
      expect(await bench.engine.handle('library:roots', {})).toEqual([bench.music]);
      expect((await add(bench, inner)).ledger).toMatchObject({ found: 1, skipped: 1 });
      expect(await bench.engine.handle('library:roots', {})).toEqual([bench.music]);
      expect(await pathsIn(bench)).toEqual([
        [path.join(inner, 'b.wav'), path.join(bench.music, 'a.wav')],
      ]);
      // One of the two goes: the song stays, and plays from the other.
      await rm(path.join(inner, 'b.wav'));
      await rescan(bench);
      expect(await pathsIn(bench)).toEqual([[path.join(bench.music, 'a.wav')]]);
      expect(workers.count()).toBe(1);
    },
    BUDGET_MS,
  );
});
