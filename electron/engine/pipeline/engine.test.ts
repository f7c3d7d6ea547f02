import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { Response } from '../../shared/ipc/contract';
import { engineContract } from '../../shared/ipc/contract';
import { forkWorker } from './fork-worker';
import type { Bench, Finished } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 120_000;

function addsUp({ ledger }: Finished): boolean {
  return ledger !== null && ledger.found === ledger.indexed + ledger.failed + ledger.skipped;
}

describe('engine', () => {
  const open: Bench[] = [];
  const start = async (...args: Parameters<typeof openBench>): Promise<Bench> => {
    const bench = await openBench(...args);
    open.push(bench);
    return bench;
  };
  const add = (bench: Bench): Promise<Finished> =>
    bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
  const rescan = (bench: Bench): Promise<Finished> =>
    bench.run((engine) => engine.handle('scan:start', {}));
  const songs = async (bench: Bench, count: number): Promise<void> => {
    for (let seed = 1; seed <= count; seed++) {
      await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed);
    }
  };
  afterEach(async () => {
    // The last engine over a library goes first: removing takes the folder away.
    for (const bench of open.splice(0).reverse()) {
      await bench.remove();
    }
  });

  it(
    'finds similar songs, best first and never the song itself',
    async () => {
      const bench = await start();
      await songs(bench, 5);
      await add(bench);
      const { rows } = await bench.engine.handle('library:rows', { since: 0 });
      const [id = ''] = splitTexts(rows.id);
      const query = { kind: 'songs' as const, ids: [id] };
      const list = await bench.engine.handle('similar:list', { query, limit: 3 });
      expect(list).toMatchObject({
        asked: [id],
        spaces: ['genre', 'melody', 'blend'],
        analysed: 5,
        total: 5,
      });
      expect(list.items).toHaveLength(3);
      expect(list.items.map((item) => item.id)).not.toContain(id);
      // The order of several spaces is not that of the mean score, that of one is.
      const ranking = { by: 'space' as const, space: 'genre' as const };
      const own = await bench.engine.handle('similar:list', { query, ranking, limit: 3 });
      const scores = own.items.map((item) => item.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(engineContract['similar:list'].response.parse(list)).toEqual(list);

      expect((await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(
        5,
      );
      const { folders, ...of } = await bench.engine.handle('library:folders', {});
      expect(folders).toEqual([bench.music]);
      expect([splitTexts(of.id).length, [...of.folder]]).toEqual([5, [0, 0, 0, 0, 0]]);
      const details = await bench.engine.handle('library:track', { id });
      expect(
        engineContract['library:track'].response.parse(details).tagScores[0]?.tags.length,
      ).toBeGreaterThan(10);
      await expect(
        bench.engine.handle('similar:list', {
          query,
          ranking: { by: 'space', space: 'playlist' },
          limit: 3,
        }),
      ).rejects.toMatchObject({ kind: 'not-in-lists' });
    },
    BUDGET_MS,
  );

  it(
    'counts every bad file once, with a reason, and indexes the rest',
    async () => {
      const bench = await start();
      await songs(bench, 1);
      await writeFile(
        path.join(bench.music, 'text.mp3'),
        'this is no music, whatever its name says\n'.repeat(50),
      );
      await writeFile(path.join(bench.music, 'empty.flac'), '');
      await symlink(bench.music, path.join(bench.music, 'loop'));
      for (const [seed, name] of [
        'it\'s "quoted".wav',
        'new\nline.wav',
        '🎵.wav',
        '\u1112\u1161\u11ab.wav',
      ].entries()) {
        await writeWav(path.join(bench.music, name), 30 + seed);
      }
      const finished = await add(bench);
      expect(finished.ledger).toEqual({ found: 7, indexed: 5, failed: 2, skipped: 0 });
      const problems = await bench.engine.handle('problems:list', {});
      expect(
        problems.map((problem) => [path.basename(problem.path), problem.error.kind]).sort(),
      ).toEqual([
        ['empty.flac', 'file-empty'],
        ['text.mp3', 'not-audio'],
      ]);
      for (const problem of problems) {
        expect(problem.error.stage).toBeDefined();
        expect(problem.error.message.length).toBeGreaterThan(20);
      }
      // Failed and unchanged stays failed, without another try; a mended file is tried again.
      expect((await rescan(bench)).ledger).toEqual({ found: 7, indexed: 0, failed: 2, skipped: 5 });
      await writeWav(path.join(bench.music, 'text.mp3'), 99);
      await rm(path.join(bench.music, 'empty.flac'));
      const retried = await bench.run((engine) => engine.handle('problems:retry', {}));
      expect(addsUp(retried)).toBe(true);
    },
    BUDGET_MS,
  );

  it(
    'loses only the song at which a worker is killed',
    async () => {
      let kills = 0;
      const bench = await start({
        spawnWorker: () => {
          const worker = forkWorker();
          return {
            ...worker,
            post: (message) => {
              worker.post(message);
              if (message.kind === 'analyse' && kills === 0) {
                kills++;
                worker.kill();
              }
            },
          };
        },
      });
      await songs(bench, 3);
      expect((await add(bench)).ledger).toEqual({ found: 3, indexed: 2, failed: 1, skipped: 0 });
      expect((await bench.engine.handle('problems:list', {}))[0]?.error.kind).toBe(
        'worker-crashed',
      );
      expect((await bench.run((engine) => engine.handle('problems:retry', {}))).ledger).toEqual({
        found: 1,
        indexed: 1,
        failed: 0,
        skipped: 0,
      });
      expect(await bench.engine.handle('problems:list', {})).toEqual([]);
    },
    BUDGET_MS,
  );

  it(
    'stops at a cancel with the ledger adding up, and answers for a song that waits',
    async () => {
      const bench = await start();
      await songs(bench, 6);
      const cancelAtFirst = bench.engine.onEvent((event) => {
        if (
          event.kind === 'job' &&
          event.event.kind === 'progress' &&
          event.event.phase === 'listening'
        ) {
          void bench.engine.handle('job:cancel', { job: event.event.job });
        }
      });
      const finished = await add(bench);
      cancelAtFirst();
      expect(finished.cancelled).toBe(true);
      expect(finished.ledger?.found).toBe(6);
      expect(addsUp(finished)).toBe(true);
      expect(finished.ledger?.skipped).toBeGreaterThan(0);
      const { rows } = await bench.engine.handle('library:rows', { since: 0 });
      expect(rows.id.ends).toHaveLength(6);
      const id = splitTexts(rows.id)[rows.state.indexOf(0)] ?? '';
      const list = await bench.engine.handle('similar:list', {
        query: { kind: 'songs', ids: [id] },
        limit: 5,
      });
      expect(list.analysed).toBeGreaterThan(0);
      const after = await bench.engine.handle('library:rows', { since: 0 });
      expect(after.rows.state[splitTexts(after.rows.id).indexOf(id)]).toBe(1);
      expect((await rescan(bench)).ledger).toMatchObject({ found: 6, failed: 0 });
      expect([...(await bench.engine.handle('library:rows', { since: 0 })).rows.state]).toEqual([
        1, 1, 1, 1, 1, 1,
      ]);
    },
    BUDGET_MS,
  );

  it(
    'survives a folder that vanishes in the middle of a scan',
    async () => {
      const bench = await start();
      await songs(bench, 4);
      bench.engine.onEvent((event) => {
        if (
          event.kind === 'job' &&
          event.event.kind === 'progress' &&
          event.event.phase === 'listening'
        ) {
          void rm(bench.music, { recursive: true, force: true });
        }
      });
      const finished = await add(bench);
      expect(finished.ledger?.found).toBe(4);
      expect(addsUp(finished)).toBe(true);
      for (const problem of await bench.engine.handle('problems:list', {})) {
        expect(problem.error.kind).toBe('file-missing');
      }
    },
    BUDGET_MS,
  );

  it(
    'refuses folders and requests that make no sense',
    async () => {
      const bench = await start();
      const missing = path.join(bench.music, 'nowhere');
      await expect(
        bench.engine.handle('library:add-roots', { paths: [missing] }),
      ).rejects.toMatchObject({ kind: 'folder-missing' });
      await expect(bench.engine.handle('library:add-roots', { paths: [] })).rejects.toMatchObject({
        kind: 'bad-request',
      });
      await expect(bench.engine.handle('library:track', { id: 'x' })).rejects.toMatchObject({
        kind: 'bad-request',
      });
      await expect(
        bench.engine.handle('library:track', { id: '0'.repeat(32) }),
      ).rejects.toMatchObject({ kind: 'track-unknown' });
      await expect(bench.engine.handle('map:compute', { space: 'genre' })).rejects.toMatchObject({
        kind: 'too-few-songs',
      });
      const empty = await add(bench);
      expect(empty.ledger).toEqual({ found: 0, indexed: 0, failed: 0, skipped: 0 });
      expect(bench.events).toContainEqual(
        expect.objectContaining({
          kind: 'notice',
          error: expect.objectContaining({ kind: 'folder-empty' }) as unknown,
        }),
      );
    },
    BUDGET_MS,
  );

  it(
    'lays out the same map each time, and stores it',
    async () => {
      let bench = await start();
      await songs(bench, 6);
      await add(bench);
      expect(await bench.engine.handle('map:layout', { space: 'genre' })).toEqual({
        layout: null,
        stale: 6,
        placed: 0,
        placing: 0,
        trust: Number.NaN,
        renew: false,
      });
      expect(await bench.engine.handle('map:regions', { space: 'genre' })).toEqual({ regions: [] });
      const compute = (of: Bench): Promise<Finished> =>
        of.run((engine) => engine.handle('map:compute', { space: 'genre' }));
      expect((await compute(bench)).error).toBeUndefined();
      const first = (await bench.engine.handle('map:layout', { space: 'genre' })).layout;
      expect(first?.id).toHaveLength(6);
      // Of so few songs the ten nearest are all, and so are the thirty nearest on the map.
      expect([...(first?.trust ?? [])]).toEqual(Array(6).fill(1));
      const { regions } = await bench.engine.handle('map:regions', { space: 'genre' });
      expect(regions[0]).toMatchObject({ level: 0, number: 0 });
      const inCluster = (number: number): number =>
        first?.cluster.filter((value) => value === number).length ?? 0;
      for (const { number, count } of regions.filter(({ level }) => level === 1)) {
        expect(inCluster(number)).toBe(count);
      }
      const { at } = await bench.engine.handle('map:analysed', { space: 'genre' });
      expect([...at].every((time) => Math.abs(Date.now() - time) < BUDGET_MS)).toBe(true);
      expect(at).toHaveLength(6);
      bench = await bench.reopen();
      open.push(bench);
      const stored = await bench.engine.handle('map:layout', { space: 'genre' });
      expect(stored).toEqual({
        layout: first,
        stale: 0,
        placed: 0,
        placing: 0,
        trust: 1,
        renew: false,
      });
      await compute(bench);
      expect((await bench.engine.handle('map:layout', { space: 'genre' })).layout).toMatchObject({
        id: first?.id,
        x: first?.x,
        y: first?.y,
      });
    },
    BUDGET_MS,
  );

  it(
    'puts a few new songs on the map and moves no other; many wait for a new map, which lies as the old one does',
    async () => {
      const bench = await start();
      await songs(bench, 8);
      await add(bench);
      const layout = (): Promise<Response<'map:layout'>> =>
        bench.engine.handle('map:layout', { space: 'genre' });
      await bench.run((engine) => engine.handle('map:compute', { space: 'genre' }));
      const before = (await layout()).layout;
      await writeWav(path.join(bench.music, 'one more.wav'), 100);
      await rescan(bench);
      const changed = mapChange(bench);
      // Answered at once; the song comes later.
      const atOnce = await layout();
      expect(atOnce).toMatchObject({ stale: 0, placing: 1, placed: 0, renew: false });
      expect(atOnce.layout).toEqual(before);
      expect(await changed).toBe('genre');
      const grown = await layout();
      expect(grown).toMatchObject({ stale: 0, placing: 0, placed: 1, renew: false });
      expect(grown.layout?.trust).toHaveLength(9);
      expect(grown.layout?.id.slice(0, 8)).toEqual(before?.id);
      expect(grown.layout?.x.slice(0, 8)).toEqual(before?.x);
      expect(grown.layout?.y.slice(0, 8)).toEqual(before?.y);
      expect(Math.abs(grown.layout?.x[8] ?? 2)).toBeLessThanOrEqual(1);

      for (const seed of [101, 102, 103]) {
        await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed);
      }
      await rescan(bench);
      expect(await layout()).toMatchObject({ stale: 3, placed: 1, renew: true });
      await bench.run((engine) => engine.handle('map:compute', { space: 'genre' }));
      const renewed = await layout();
      expect(renewed).toMatchObject({ stale: 0, placed: 0, renew: false });
      expect(renewed.layout?.id).toHaveLength(12);
      // 0.94; −0.55 where it lies as it comes.
      expect(correlation(before, renewed.layout)).toBeGreaterThan(0.7);
    },
    BUDGET_MS,
  );
});

/** How well the places of the songs that both maps have agree. */
function correlation(
  before: Response<'map:layout'>['layout'],
  after: Response<'map:layout'>['layout'],
): number {
  const rowOf = new Map(after?.id.map((id, row) => [id, row]));
  let [both, first, second] = [0, 0, 0];
  before?.id.forEach((id, old) => {
    const row = rowOf.get(id) ?? Number.NaN;
    for (const axis of ['x', 'y'] as const) {
      const [from, to] = [before[axis][old] ?? Number.NaN, after?.[axis][row] ?? Number.NaN];
      both += from * to;
      first += from * from;
      second += to * to;
    }
  });
  return both / Math.sqrt(first * second);
}

/** The space of the next map that songs come onto. */
function mapChange({ engine }: Bench): Promise<string> {
  return new Promise((resolve) => {
    engine.onEvent((event) => {
      if (event.kind === 'map-changed') {
        resolve(event.space);
      }
    });
  });
}
