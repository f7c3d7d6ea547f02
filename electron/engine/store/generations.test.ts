import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanceTable } from './lance-table';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { LOCK_NAME } from './owner-lock';
import { inspectLibrary } from './testing/inspect-library';
import { file, id, silent as logger, track } from './testing/sample-rows';

let folder = '';
const stores: LibraryStore[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-generations-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await rm(folder, { recursive: true, force: true });
});

async function open(name = 'library'): Promise<LibraryStore> {
  const store = await openLibraryStore(path.join(folder, name), { logger });
  stores.push(store);
  return store;
}

/** Songs 1 to 3 as one model hears them: two values. */
async function heardByOld(name = 'library'): Promise<LibraryStore> {
  const store = await open(name);
  for (const number of [1, 2, 3]) {
    store.putTrack(track(number, { state: 'analysed', models: ['old'] }));
    store.putFile(file(number));
    store.putAnalysis({
      id: id(number),
      vectors: { genre: Float32Array.of(number, 1), melody: Float32Array.of(number) },
      tagScores: [],
      passages: { genre: [{ seconds: 1, vector: Float32Array.of(1, 0) }] },
    });
  }
  await store.flush();
  return store;
}

/** As another model hears a song: three values, and no melody. */
function hearAnew(store: LibraryStore, number: number): void {
  const sound = { tempo: null, key: null, loudness: -10 - number };
  const vector = Float32Array.of(0, number, 1);
  store.putNext(track(number, { state: 'analysed', models: ['new'], sound }), {
    id: id(number),
    vectors: { genre: vector },
    tagScores: [{ model: 'new', scores: Float32Array.of(number) }],
    passages: { genre: [{ seconds: 2, vector: Float32Array.of(0, 0, 1) }] },
  });
}

/** What a library answers from: the length of each song's vectors, of its passages, and its track's models. */
async function answers(store: LibraryStore): Promise<unknown> {
  const passages = await store.passages.of([1, 2, 3].map(id), 'genre');
  return {
    genre: [1, 2, 3].map((number) => [...(store.space('genre')?.get(id(number)) ?? [])].length),
    melody: store.space('melody')?.ids.length ?? 0,
    passages: [1, 2, 3].map((number) => passages.get(id(number))?.[0]?.vector.length ?? 0),
    models: [1, 2, 3].map((number) => store.tracks.get(id(number))?.models.join()),
    states: [1, 2, 3].map((number) => store.tracks.get(id(number))?.state),
  };
}

const OLD = {
  genre: [2, 2, 2],
  melody: 3,
  passages: [2, 2, 2],
  models: ['old', 'old', 'old'],
  states: ['analysed', 'analysed', 'analysed'],
};
/** Song 3 could not be heard anew. */
const NEW = {
  genre: [3, 3, 0],
  melody: 0,
  passages: [3, 3, 0],
  models: ['new', 'new', ''],
  states: ['analysed', 'analysed', 'failed'],
};

function failToHear(store: LibraryStore, number: number): void {
  const { path: at, sizeBytes, mtimeMs } = file(number);
  const why = { stage: 'decode', kind: 'damaged-audio', message: 'bad', at: 1 } as const;
  store.putFailure({ path: at, sizeBytes, mtimeMs, ...why });
}

it('answers from the old vectors, of another length, until the switch, and only from the new ones after', async () => {
  let store = await heardByOld();
  hearAnew(store, 1);
  await store.flush();
  expect(await answers(store)).toEqual(OLD);
  await store.close();
  // The work goes on where it was.
  store = await open();
  expect([...store.next.heard.keys()]).toEqual([id(1)]);
  expect(await answers(store)).toEqual(OLD);
  hearAnew(store, 2);
  failToHear(store, 3);
  const before = store.space('genre');
  await store.switchToNext(() => undefined);
  expect(before?.get(id(1))).toEqual(Float32Array.of(1, 1));
  expect(await answers(store)).toEqual(NEW);
  expect(store.space('genre')?.get(id(2))?.[1]).toBeCloseTo(2, 3);
  expect(store.tracks.get(id(2))?.sound?.loudness).toBe(-12);
  expect((await store.tagScores(id(2), ['new']))[0]?.scores).toEqual(Float32Array.of(2));
  expect(store.next.heard.size).toBe(0);
  await store.close();
  expect(await inspectLibrary(path.join(folder, 'library'))).toEqual({ duplicated: 0, orphans: 0 });
  store = await open();
  expect(await answers(store)).toEqual(NEW);
  // The old ones are gone from the disk, and another change of models can follow.
  const names = await readdir(path.join(folder, 'library'));
  expect(names.filter((name) => name.startsWith('vectors_'))).toEqual(['vectors_genre_g1.lance']);
  hearAnew(store, 3);
  hearAnew(store, 1);
  await store.switchToNext(() => undefined);
  expect(await answers(store)).toMatchObject({ genre: [3, 0, 3], passages: [3, 0, 3] });
}, 60_000);

it('keeps what is heard, and forgets what is forgotten, while the switch is under way', async () => {
  const store = await heardByOld();
  hearAnew(store, 1);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its table below
  const real = LanceTable.prototype.readVectors;
  vi.spyOn(LanceTable.prototype, 'readVectors').mockImplementation(function (this: LanceTable) {
    hearAnew(store, 2);
    store.removeFile(file(3).path);
    return real.call(this);
  });
  await store.switchToNext(() => undefined);
  await store.forgetMissing(Date.now() + 1000);
  expect(await answers(store)).toMatchObject({ genre: [3, 3, 0], passages: [3, 3, 0] });
  await store.close();
  const again = await open();
  expect(again.tracks.size).toBe(2);
  expect(await answers(again)).toMatchObject({
    genre: [3, 3, 0],
    models: ['new', 'new', undefined],
  });
}, 60_000);

it('keeps what was heard after a switch whose cleanup failed', async () => {
  const store = await heardByOld();
  hearAnew(store, 1);
  hearAnew(store, 2);
  const failing = vi.spyOn(LanceTable, 'drop').mockRejectedValue(new Error('in use'));
  await store.switchToNext(() => undefined);
  expect(failing).toHaveBeenCalled();
  store.putTrack(track(3, { state: 'analysed', models: ['new'] }));
  store.putAnalysis({
    id: id(3),
    vectors: { genre: Float32Array.of(0, 3, 1) },
    tagScores: [],
  });
  // A song that was heard once more since, with another model besides.
  store.putTrack(track(2, { state: 'analysed', models: ['more', 'new'] }));
  await store.close();
  failing.mockRestore();
  const again = await open();
  expect(await answers(again)).toMatchObject({
    genre: [3, 3, 3],
    models: ['new', 'more,new', 'new'],
    states: ['analysed', 'analysed', 'analysed'],
  });
  const names = await readdir(path.join(folder, 'library'));
  expect(names.filter((name) => /^(vectors|heard)/.test(name))).toEqual(['vectors_genre_g1.lance']);
}, 60_000);

it('tells of a write after the switch that failed, and makes up for it', async () => {
  const warn = vi.spyOn(logger, 'warn');
  const store = await heardByOld();
  hearAnew(store, 1);
  hearAnew(store, 2);
  failToHear(store, 3);
  await store.flush();
  const failing = vi.spyOn(LanceTable.prototype, 'write');
  await store.switchToNext(() => {
    failing.mockRejectedValue(new Error('disk full'));
  });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('disk full'));
  failing.mockRestore();
  await store.close();
  expect(await answers(await open())).toEqual(NEW);
}, 60_000);

it('forgets a song in what is kept for later too', async () => {
  const store = await heardByOld();
  [1, 2].forEach((number) => {
    hearAnew(store, number);
  });
  await store.flush();
  // One that came since, and was never heard by the old model; and one that is not on disk yet.
  store.putTrack(track(4));
  [3, 4].forEach((number) => {
    hearAnew(store, number);
  });
  for (const number of [1, 3]) {
    store.removeFile(file(number).path);
  }
  await store.forgetMissing(Date.now() + 1000);
  expect([...store.next.heard.keys()]).toEqual([id(2)]);
  expect(await store.tagScores(id(1), ['old', 'new'])).toEqual([]);
  await store.close();
  expect(await inspectLibrary(path.join(folder, 'library'))).toEqual({ duplicated: 0, orphans: 0 });
  const again = await open();
  expect([...again.next.heard.keys()]).toEqual([id(2)]);
}, 60_000);

it('drops what was heard for models that are not there any more', async () => {
  const store = await heardByOld();
  hearAnew(store, 1);
  await store.flush();
  const closed = vi.spyOn(LanceTable.prototype, 'close');
  await store.dropNext();
  // Two tables: the vectors, and the songs that have them.
  expect(closed).toHaveBeenCalledTimes(2);
  expect(await answers(store)).toEqual(OLD);
  // Vectors of yet another length go into tables of their own.
  store.putNext(track(2, { state: 'analysed', models: ['newer'] }), {
    id: id(2),
    vectors: { genre: Float32Array.of(1, 2, 3, 4) },
    tagScores: [],
  });
  await store.flush();
  await store.close();
  const again = await open();
  expect([...again.next.heard.keys()]).toEqual([id(2)]);
  await again.switchToNext(() => undefined);
  expect(await answers(again)).toMatchObject({ genre: [0, 4, 0], passages: [0, 0, 0] });
}, 60_000);

it('is all old or all new after a kill, whichever commit was the last', async () => {
  const seen = new Set<string>();
  for (let last = 0; !seen.has('swept'); last++) {
    const name = `library-${String(last)}`;
    const store = await heardByOld(name);
    hearAnew(store, 1);
    await store.flush();
    hearAnew(store, 2);
    failToHear(store, 3);
    let left = last;
    const count = (): void => {
      if (left-- <= 0) {
        throw new Error('killed here');
      }
    };
    for (const method of ['write', 'remove', 'removeWhere'] as const) {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its table below
      const real = LanceTable.prototype[method] as (...args: unknown[]) => Promise<void>;
      vi.spyOn(LanceTable.prototype, method).mockImplementation(async function (
        this: LanceTable,
        ...args: unknown[]
      ) {
        count();
        await real.apply(this, args);
      });
    }
    const drop = LanceTable.drop.bind(LanceTable);
    vi.spyOn(LanceTable, 'drop').mockImplementation(async (connection, table) => {
      count();
      await drop(connection, table);
    });
    await store.switchToNext(() => undefined).catch(() => undefined);
    // What a kill at this point leaves on the disk.
    const left_ = `left-${String(last)}`;
    await cp(path.join(folder, name), path.join(folder, left_), {
      recursive: true,
      filter: (source) => path.basename(source) !== LOCK_NAME,
    });
    vi.restoreAllMocks();
    const after = await open(left_);
    const answered = await answers(after);
    const isNew = JSON.stringify(answered) === JSON.stringify(NEW);
    expect(answered).toEqual(isNew ? NEW : OLD);
    seen.add(isNew ? 'new' : 'old');
    // It goes on where it was.
    if (!isNew) {
      hearAnew(after, 2);
      failToHear(after, 3);
      await after.switchToNext(() => undefined);
      expect(await answers(after)).toEqual(NEW);
    }
    await after.close();
    expect(await inspectLibrary(path.join(folder, left_))).toEqual({ duplicated: 0, orphans: 0 });
    const names = await readdir(path.join(folder, left_));
    expect(names.filter((each) => /^(vectors|heard)/.test(each))).toEqual([
      'vectors_genre_g1.lance',
    ]);
    if (left > 0) {
      seen.add('swept');
    }
  }
  expect([...seen].sort()).toEqual(['new', 'old', 'swept']);
}, 180_000);
