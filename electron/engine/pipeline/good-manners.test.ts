import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import { NO_EXCLUDES } from '../../shared/excludes';
import type { JobProgress } from '../../shared/progress';
import { riffInfo } from '../tags/testing/tagged';
import { readBundledModels } from './bundled-models';
import { ListeningControl, workersFor } from './listening-control';
import type { Bench, Finished } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import type { ObedientWorkers } from './testing/obedient-worker';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

const { ids: models } = await readBundledModels(MODELS);

describe('a library with manners', () => {
  let workers: ObedientWorkers;
  let bench: Bench;

  beforeEach(async () => {
    workers = obedientWorkers(models);
    bench = await openBench({ spawnWorker: workers.spawnWorker });
  });
  afterEach(async () => {
    await bench.remove();
  });

  const file = (name: string): string => path.join(bench.music, name);
  const songs = async (count: number, prefix = 'song'): Promise<void> => {
    for (let number = 1; number <= count; number++) {
      await writeWav(file(`${prefix} ${String(number)}.wav`), number + prefix.length * 100, 1);
    }
  };
  const add = (): Promise<Finished> =>
    bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
  const rescan = (): Promise<Finished> => bench.run((engine) => engine.handle('scan:start', {}));
  const progress = async (): Promise<JobProgress> => {
    const [job] = await bench.engine.handle('job:running', {});
    if (job === undefined) {
      throw new Error('no scan is running');
    }
    return job;
  };
  const titles = async (): Promise<string[]> =>
    splitTexts((await bench.engine.handle('library:rows', { since: 0 })).rows.title).sort();
  const until = (check: () => boolean | Promise<boolean>): Promise<void> =>
    vi.waitFor(async () => {
      expect(await check()).toBe(true);
    }, 10_000);
  /** Long enough for a song to begin if one would. */
  const aWhile = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 150));

  it('pauses by hand: the song at hand ends, no other begins, one that is asked for does', async () => {
    await songs(4);
    const ended = add();
    await until(() => workers.listening().length === 1);
    const { job } = await progress();
    expect(await bench.engine.handle('job:pause', { job: 'scan-99', paused: true })).toBe(false);
    expect(await bench.engine.handle('job:pause', { job, paused: true })).toBe(true);
    expect(await progress()).toMatchObject({ phase: 'listening', paused: 'by-hand' });
    workers.finish();
    await aWhile();
    expect(workers.begun).toHaveLength(1);
    expect((await progress()).ledger).toEqual({
      found: 4,
      indexed: 1,
      failed: 0,
      skipped: 0,
      waiting: 3,
    });

    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const id = splitTexts(rows.id)[rows.state.indexOf(0)] ?? '';
    const asked = bench.engine.handle('similar:list', {
      query: { kind: 'songs', ids: [id] },
      limit: 5,
    });
    await until(() => workers.listening().length === 1);
    workers.finish();
    expect(await asked).toMatchObject({ analysed: 2, total: 4 });
    expect((await progress()).paused).toBe('by-hand');

    // A folder that is added meanwhile is read, not listened to; the pause stays.
    await songs(1, 'later');
    await bench.engine.handle('library:add-roots', { paths: [bench.music] });
    await aWhile();
    expect(workers.begun).toHaveLength(2);

    workers.setQuick(true);
    await bench.engine.handle('job:pause', { job, paused: false });
    const { ledger } = await ended;
    expect(ledger?.failed).toBe(0);
    expect(await titles()).toHaveLength(5);
    expect(new Set(workers.begun).size).toBe(5);
    // The next scan starts unpaused.
    await songs(1, 'the next');
    expect((await rescan()).ledger).toMatchObject({ indexed: 1 });
  });

  it('can be cancelled while it is paused', async () => {
    await songs(3);
    const ended = add();
    await until(() => workers.listening().length === 1);
    const { job } = await progress();
    await bench.engine.handle('job:pause', { job, paused: true });
    await bench.engine.handle('job:cancel', { job });
    expect(await ended).toMatchObject({ cancelled: true, ledger: { found: 3, failed: 0 } });
  });

  it('is held back on battery and while music plays, until that ends or a person overrules it', async () => {
    await bench.engine.handle('listening:set', { holds: ['battery'] });
    await songs(3);
    const ended = add();
    await until(async () => (await progress()).paused === 'battery');
    // The rows are there: reading tags costs next to nothing.
    expect(await titles()).toHaveLength(3);
    await aWhile();
    expect(workers.begun).toHaveLength(0);
    expect(await bench.engine.handle('listening:set', { holds: ['playing'] })).toMatchObject({
      paused: 'playing',
    });
    expect((await progress()).paused).toBe('playing');
    const { job } = await progress();
    await bench.engine.handle('job:pause', { job, paused: false });
    await until(() => workers.listening().length === 1);
    expect((await progress()).paused).toBeNull();
    // The same reason, anew, holds anew.
    await bench.engine.handle('listening:set', { holds: [] });
    await bench.engine.handle('listening:set', { holds: ['playing'] });
    expect((await progress()).paused).toBe('playing');
    workers.setQuick(true);
    await aWhile();
    expect(workers.begun).toHaveLength(1);
    await bench.engine.handle('listening:set', { holds: [] });
    expect((await ended).ledger).toEqual({ found: 3, indexed: 3, failed: 0, skipped: 0 });
  });

  it('takes more or fewer cores while it runs', async () => {
    const all = workersFor('all', 0);
    await songs(all + 3);
    await bench.engine.handle('listening:set', { cores: 'all' });
    const ended = add();
    await until(() => workers.listening().length === all);
    expect(await bench.engine.handle('listening:set', { cores: 'one' })).toEqual({
      workers: 1,
      paused: null,
    });
    workers.finish();
    await until(() => workers.listening().length === 1);
    await aWhile();
    expect(workers.listening()).toHaveLength(1);
    expect(workers.count()).toBe(1);
    workers.setQuick(true);
    expect((await ended).ledger).toMatchObject({ indexed: all + 3 });
  });

  it.each([
    ['one', 8, 0, 1],
    ['half', 8, 0, 4],
    ['half', 1, 0, 1],
    ['half', 1, 1_000_000, 1],
    ['half', 32, 0, 6],
    ['half', 32, 100_000, 3],
    ['half', 32, 1_000_000, 2],
    ['all', 32, 100_000, 32],
  ] as const)('%s of %d cores, %d songs: %d at a time', (cores, available, songs, expected) => {
    expect(workersFor(cores, songs, available)).toBe(expected);
  });

  it('listens to fewer songs at a time beside a large library, unless somebody chose all cores', () => {
    let changes = 0;
    const onChange = (): void => {
      changes++;
    };
    const control = new ListeningControl(undefined, onChange, () => 32);
    expect(control.workers).toBe(6);
    control.makeRoomFor(100_000);
    expect(control.workers).toBe(3);
    expect(changes).toBe(1);
    control.set({ cores: 'all' });
    expect(control.workers).toBe(32);
    control.makeRoomFor(200_000);
    expect(control.workers).toBe(32);
    const given = new ListeningControl(5, onChange, () => 32);
    given.makeRoomFor(100_000);
    expect(given.workers).toBe(5);
  });

  it('does not count the pause in the time that is left', async () => {
    await songs(6);
    const ended = add();
    for (let count = 1; count <= 3; count++) {
      await until(() => workers.begun.length === count);
      await new Promise((resolve) => setTimeout(resolve, 400));
      workers.finish();
    }
    await until(() => workers.begun.length === 4);
    const before = await progress();
    expect(before.ratePerMinute).toBeGreaterThan(0);
    await bench.engine.handle('job:pause', { job: before.job, paused: true });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    workers.finish();
    await bench.engine.handle('job:pause', { job: before.job, paused: false });
    await until(() => workers.begun.length === 5);
    await new Promise((resolve) => setTimeout(resolve, 400));
    workers.finish();
    await until(async () => (await progress()).done === 5);
    // With the pause counted it would be less than half.
    expect((await progress()).ratePerMinute).toBeGreaterThan(before.ratePerMinute * 0.6);
    workers.setQuick(true);
    await ended;
  });

  it('ignores one problem, or all of a reason, until the file changes', async () => {
    workers.setQuick(true);
    await songs(1);
    await songs(2, 'bad');
    await writeFile(file('text.mp3'), 'no music\n'.repeat(200));
    expect((await add()).ledger).toEqual({ found: 4, indexed: 1, failed: 3, skipped: 0 });
    const { engine } = bench;
    const ignored = async (): Promise<string[]> =>
      (await engine.handle('problems:list', {})).flatMap((problem) =>
        problem.ignored ? [path.basename(problem.path)] : [],
      );
    expect(
      await engine.handle('problems:ignore', { paths: [file('text.mp3')], ignored: true }),
    ).toBe(1);
    expect(await ignored()).toEqual(['text.mp3']);
    expect(await engine.handle('problems:ignore', { reason: 'damaged-audio', ignored: true })).toBe(
      2,
    );
    expect((await ignored()).sort()).toEqual(['bad 1.wav', 'bad 2.wav', 'text.mp3']);

    // Left alone on purpose, not tried again, not by "all" either, and after a restart just as well.
    bench = await bench.reopen();
    const begun = workers.begun.length;
    expect((await rescan()).ledger).toEqual({ found: 4, indexed: 0, failed: 0, skipped: 4 });
    const all = await bench.run((of) => of.handle('problems:retry', {}));
    expect(all.ledger?.found).toBe(0);
    expect(workers.begun).toHaveLength(begun);

    // A changed file is tried again, and is a problem again when it is still bad.
    await writeWav(file('bad 1.wav'), 77, 2);
    await writeWav(file('text.mp3'), 78, 2);
    expect((await rescan()).ledger).toMatchObject({ found: 4, indexed: 1, failed: 1, skipped: 2 });
    const now = await bench.engine.handle('problems:list', {});
    expect(now.map((problem) => [path.basename(problem.path), problem.ignored]).sort()).toEqual([
      ['bad 1.wav', false],
      ['bad 2.wav', true],
    ]);
    await bench.engine.handle('problems:ignore', { ignored: false });
    expect((await rescan()).ledger).toMatchObject({ failed: 2, skipped: 2 });
  });

  it('leaves out folders, names, lengths and speech, and takes them back without listening again', async () => {
    workers.setQuick(true);
    await mkdir(file('Audiobooks'));
    await songs(2);
    await writeWav(file('Audiobooks/chapter.wav'), 11, 1);
    await writeWav(file('x.tmp.wav'), 12, 1);
    await writeWav(file('long.wav'), 13, 5);
    const speech = riffInfo(await readFile(file('song 1.wav')), { IGNR: 'Podcast', INAM: 'Talk' });
    speech.writeInt16LE(1234, 60);
    await writeFile(file('talk.wav'), speech);
    expect((await add()).ledger).toMatchObject({ found: 6, indexed: 6 });
    const all = await titles();
    expect(all).toHaveLength(6);

    const set = (rules: Partial<typeof NO_EXCLUDES>): Promise<Finished> =>
      bench.run(async (engine) => {
        const job = await engine.handle('excludes:set', { ...NO_EXCLUDES, ...rules });
        return job ?? '';
      });
    for (const [rules, gone] of [
      [{ folders: [file('Audiobooks')] }, 'chapter'],
      [{ patterns: ['**/Audiobooks/**'] }, 'chapter'],
      [{ patterns: ['*.tmp.wav'] }, 'x.tmp'],
      [{ longerThanSeconds: 3 }, 'long'],
      [{ spokenWord: true }, 'Talk'],
    ] as const) {
      const { ledger } = await set(rules as Partial<typeof NO_EXCLUDES>);
      expect(ledger).toEqual({ found: 6, indexed: 0, failed: 0, skipped: 6 });
      expect(await titles()).toEqual(all.filter((title) => title !== gone));
    }
    await set({ shorterThanSeconds: 3 });
    expect(await titles()).toEqual(['long']);
    await set({});
    expect(await titles()).toEqual(all);
    expect(workers.begun).toHaveLength(6);
  });

  it('neither reads nor hears what is left out from the start, and finds it once it is taken back', async () => {
    workers.setQuick(true);
    await bench.engine.handle('excludes:set', {
      ...NO_EXCLUDES,
      patterns: ['bad*'],
      longerThanSeconds: 3,
    });
    await songs(1);
    await songs(1, 'bad');
    await writeFile(file('bad text.mp3'), 'no music\n'.repeat(200));
    await writeWav(file('long.wav'), 13, 5);
    expect((await add()).ledger).toEqual({ found: 4, indexed: 1, failed: 0, skipped: 3 });
    expect(await bench.engine.handle('problems:list', {})).toEqual([]);
    expect(workers.begun.map((song) => path.basename(song))).toEqual(['song 1.wav']);
    bench = await bench.reopen();
    expect(await bench.engine.handle('excludes:get', {})).toMatchObject({ patterns: ['bad*'] });
    const after = await bench.run(async (engine) => {
      return (await engine.handle('excludes:set', NO_EXCLUDES)) ?? '';
    });
    expect(after.ledger).toEqual({ found: 4, indexed: 1, failed: 2, skipped: 1 });
    await bench.run(async (engine) => {
      return (await engine.handle('excludes:set', { ...NO_EXCLUDES, patterns: ['bad*'] })) ?? '';
    });
    expect(await bench.engine.handle('problems:list', {})).toEqual([]);
  });

  it('scans one folder again, and only a folder of the library', async () => {
    workers.setQuick(true);
    await songs(1);
    await mkdir(file('deeper'));
    await add();
    await writeWav(file('deeper/new.wav'), 50, 1);
    await rm(file('song 1.wav'));
    const one = await bench.run((engine) => engine.handle('scan:folder', { path: file('deeper') }));
    expect(one.ledger).toEqual({ found: 1, indexed: 1, failed: 0, skipped: 0 });
    // What lies elsewhere was not looked at.
    expect(await titles()).toEqual(['new', 'song 1']);
    for (const outside of [path.dirname(bench.music), '/']) {
      await expect(bench.engine.handle('scan:folder', { path: outside })).rejects.toMatchObject({
        kind: 'bad-request',
      });
    }
    await expect(
      bench.engine.handle('scan:folder', { path: file('nowhere') }),
    ).rejects.toMatchObject({ kind: 'folder-missing' });
  });
});
