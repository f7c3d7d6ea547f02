import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Response } from '../../shared/ipc/contract';
import { splitTexts } from '../../shared/text-column';
import type { TrackId } from '../../shared/records';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import type { ObedientWorkers } from './testing/obedient-worker';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

/** A model for the genre space, another one for it in the next version, and yet another. */
const NAMES = ['musicnn-msd', 'musicnn-next', 'musicnn-last'] as const;

let folder = '';
let bench: Bench;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-models-'));
  const description = await readFile(path.join(MODELS, 'musicnn-msd', 'model.json'), 'utf8');
  for (const name of NAMES) {
    await mkdir(path.join(folder, name, name), { recursive: true });
    const renamed = description.replace('"id": "musicnn-msd"', `"id": "${name}"`);
    await writeFile(path.join(folder, name, name, 'model.json'), renamed);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What a version with this model is, and the workers that hear with it: in so many dimensions. */
async function version(
  name: (typeof NAMES)[number],
  dims: number,
): Promise<{
  readonly workers: ObedientWorkers;
  readonly options: Parameters<typeof openBench>[0];
}> {
  const modelsDir = path.join(folder, name);
  const { ids } = await readBundledModels(modelsDir);
  const workers = obedientWorkers(ids, (angle) => {
    const vector = new Float32Array(dims);
    // Another model puts songs elsewhere.
    vector.set([Math.cos(angle * dims), Math.sin(angle * dims)], dims - 2);
    return { genre: vector };
  });
  return { workers, options: { modelsDir, spawnWorker: workers.spawnWorker } };
}

const scan = (): Promise<unknown> => bench.run((engine) => engine.handle('scan:start', {}));

async function ids(): Promise<Record<string, TrackId>> {
  const { rows } = await bench.engine.handle('library:rows', { since: 0 });
  const titles = splitTexts(rows.title);
  return Object.fromEntries(splitTexts(rows.id).map((id, row) => [titles[row] ?? '', id]));
}

function similar(id: TrackId | undefined): Promise<Response<'similar:list'>> {
  const query = { kind: 'songs' as const, ids: [id ?? ''] };
  const ranking = { by: 'space' as const, space: 'genre' as const };
  return bench.engine.handle('similar:list', { query, ranking, limit: 10 });
}

/** Songs of one list, those that are folded as versions too. */
const idsIn = ({ items, versions }: Response<'similar:list'>): TrackId[] =>
  [...items, ...items.flatMap((item) => item.versions), ...versions].map(({ id }) => id);

const until = (check: () => boolean): Promise<void> =>
  vi.waitFor(() => {
    expect(check()).toBe(true);
  }, 10_000);

beforeEach(async () => {
  const old = await version('musicnn-msd', 2);
  old.workers.setQuick(true);
  bench = await openBench(old.options);
  for (let seed = 1; seed <= 4; seed++) {
    await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed, 1);
  }
  await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
});
afterEach(async () => {
  await bench.remove();
});

it('answers as before until every song was heard with a new model, then only from what that heard', async () => {
  const before = await similar((await ids())['song 1']);
  expect(before).toMatchObject({ analysed: 4, total: 4, anew: 0 });
  expect(idsIn(before)).toHaveLength(3);

  // One song cannot be heard any more, one is new.
  await rename(path.join(bench.music, 'song 4.wav'), path.join(bench.music, 'bad 4.wav'));
  await writeWav(path.join(bench.music, 'late.wav'), 9, 1);
  const next = await version('musicnn-next', 5);
  bench = await bench.reopen(next.options);
  expect(await similar((await ids())['song 1'])).toEqual({ ...before, anew: 4 });
  let ended = scan();
  for (let heard = 1; heard <= 3; heard++) {
    await until(() => next.workers.begun.length === heard);
    next.workers.finish();
    await until(() => next.workers.begun.length === heard + 1);
    const { items } = await similar((await ids())['song 1']);
    expect(items).toEqual(before.items);
  }
  const [job] = await bench.engine.handle('job:running', {});
  expect(job?.anew).toBe(
    before.analysed - next.workers.begun.slice(0, 3).filter(isOfBefore).length,
  );

  // Closed in the middle: the work goes on where it was.
  bench = await bench.reopen();
  await ended;
  next.workers.setQuick(true);
  expect((await similar((await ids())['song 1'])).items).toEqual(before.items);
  const begun = new Set(next.workers.begun.slice(0, 3));
  const at = next.workers.begun.length;
  ended = scan();
  await ended;
  const again = next.workers.begun.slice(at).filter((file) => begun.has(file) && !isBad(file));
  expect(again).toEqual([]);

  const songs = await ids();
  const after = await similar(songs['song 1']);
  expect(after).toMatchObject({ analysed: 4, total: 5, anew: 0 });
  expect(idsIn(after).sort()).toEqual(
    ['song 2', 'song 3', 'late'].map((title) => songs[title]).sort(),
  );
  const scores = (list: typeof after): unknown =>
    Object.fromEntries(list.items.map(({ id, score }) => [id, score.toFixed(3)]));
  expect(scores(after)).not.toMatchObject(scores(before) as object);
  expect(bench.events).toContainEqual({ kind: 'map-changed', space: 'genre' });
  expect(await bench.engine.handle('problems:list', {})).toMatchObject([
    { path: path.join(bench.music, 'bad 4.wav') },
  ]);
  // It stays so, and nothing is heard a third time.
  bench = await bench.reopen();
  expect((await similar(songs['song 1'])).items).toEqual(after.items);
  const count = next.workers.begun.length;
  await scan();
  expect(next.workers.begun).toHaveLength(count);
}, 60_000);

const isBad = (file: string): boolean => path.basename(file).startsWith('bad');
const isOfBefore = (file: string): boolean => path.basename(file).startsWith('song');

it('says of a song that came meanwhile that it waits, and of how many', async () => {
  await writeWav(path.join(bench.music, 'late.wav'), 9, 1);
  const next = await version('musicnn-next', 5);
  bench = await bench.reopen(next.options);
  const ended = scan();
  await until(() => next.workers.begun.length === 1);
  const { late } = await ids();
  const asked = similar(late);
  asked.catch(() => undefined);
  if (!(next.workers.begun[0] ?? '').endsWith('late.wav')) {
    next.workers.finish();
  }
  await until(() => next.workers.listening().some((file) => file.endsWith('late.wav')));
  next.workers.finish();
  await expect(asked).rejects.toMatchObject({
    kind: 'not-analysed',
    message: expect.stringMatching(/[34] songs are still being heard anew/) as string,
  });
  const outside = path.join(folder, 'outside.wav');
  await writeWav(outside, 10, 1);
  await expect(bench.engine.similarToFile(outside, { limit: 5 })).rejects.toMatchObject({
    kind: 'not-analysed',
  });
  next.workers.setQuick(true);
  await ended;
  expect(idsIn(await similar(late))).toHaveLength(4);
}, 60_000);

it('begins anew when the models change once more in the middle, and stops when the old ones are back', async () => {
  const songs = await ids();
  const before = await similar(songs['song 1']);
  const next = await version('musicnn-next', 5);
  bench = await bench.reopen(next.options);
  void scan();
  await until(() => next.workers.begun.length === 1);
  next.workers.finish();
  await until(() => next.workers.begun.length === 2);

  const last = await version('musicnn-last', 3);
  last.workers.setQuick(true);
  bench = await bench.reopen(last.options);
  expect(await similar(songs['song 1'])).toEqual({ ...before, anew: 4 });
  const old = await version('musicnn-msd', 2);
  bench = await bench.reopen(old.options);
  expect(await similar(songs['song 1'])).toEqual(before);
  await scan();
  expect(old.workers.begun).toEqual([]);
  bench = await bench.reopen(last.options);
  await scan();
  expect(last.workers.begun).toHaveLength(4);
  const after = await similar(songs['song 1']);
  expect(after).toMatchObject({ analysed: 4, anew: 0 });
  expect(after.items).not.toEqual(before.items);
}, 60_000);

it('waits for a song that failed for a reason that may pass until a scan has tried it again', async () => {
  const [good, held] = ['song 4.wav', 'held 4.wav'].map((name) => path.join(bench.music, name));
  const before = await similar((await ids())['song 1']);
  const next = await version('musicnn-next', 5);
  next.workers.setQuick(true);
  await rename(good ?? '', held ?? '');
  bench = await bench.reopen(next.options);
  await scan();
  expect(await similar((await ids())['song 1'])).toEqual({ ...before, anew: 1 });
  await rename(held ?? '', good ?? '');
  await scan();
  const after = await similar((await ids())['song 1']);
  expect(after).toMatchObject({ analysed: 4, anew: 0 });
  expect(idsIn(after)).toHaveLength(3);

  // Another one fails each time.
  const last = await version('musicnn-last', 3);
  last.workers.setQuick(true);
  await rename(good ?? '', held ?? '');
  bench = await bench.reopen(last.options);
  await scan();
  bench = await bench.reopen();
  expect(await similar((await ids())['song 1'])).toEqual({ ...after, anew: 1 });
  await scan();
  expect(await similar((await ids())['song 1'])).toMatchObject({ analysed: 3, anew: 0 });
}, 60_000);

it('does not wait for songs in a folder that is not there, and hears them when it is', async () => {
  const [other, hidden] = ['other', 'hidden'].map((name) => path.join(bench.music, '..', name));
  await mkdir(other ?? '');
  await writeWav(path.join(other ?? '', 'far.wav'), 7, 1);
  await bench.run((engine) => engine.handle('library:add-roots', { paths: [other ?? ''] }));
  const next = await version('musicnn-next', 5);
  next.workers.setQuick(true);
  await rename(other ?? '', hidden ?? '');
  bench = await bench.reopen(next.options);
  const { far } = await ids();
  expect((await similar((await ids())['song 1'])).anew).toBe(5);
  await scan();
  const without = await similar((await ids())['song 1']);
  expect(without).toMatchObject({ analysed: 4, total: 5, anew: 0 });
  expect(idsIn(without)).not.toContain(far);
  await rename(hidden ?? '', other ?? '');
  await scan();
  expect(idsIn(await similar((await ids())['song 1']))).toContain(far);
}, 60_000);
