import { afterEach, describe, expect, it } from 'vitest';
import { engineContract } from '../../shared/ipc/contract';
import type { LearnedLists } from '../../shared/ipc/lists-contract';
import type { Engine, EngineOptions } from './engine-types';
import { runJob } from './testing/engine-in-folder';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

const STYLES = 3;
const SONGS = 48;
const nameOf = (song: number): string => (song + 1).toString(16);
const styleOf = (name: string): number => (Number(`0x${name}`) - 1) % STYLES;

/** Songs in styles: those of a style sound alike, and each lies in a folder of its own. */
const songs: readonly FilledSong[] = Array.from({ length: SONGS }, (_, song) => {
  const sound = [0, 1, 2, 3].map((at) =>
    at === song % STYLES ? 1 : 0.3 * Math.sin(song * (at + 2)),
  );
  return {
    name: nameOf(song),
    path: `/music/${nameOf(song)}/song.mp3`,
    vectors: { genre: sound, melody: [...sound].reverse() },
  };
});

/** Playlists of songs of a style, over the first `count` of its songs. */
async function makePlaylists(engine: Engine, count: number): Promise<void> {
  for (let style = 0; style < STYLES; style++) {
    for (let turn = 0; turn < 4; turn++) {
      // Each in another order, and without one of them: lists of the same songs would count as one.
      const order = Array.from(
        { length: count - 1 },
        (_, at) => ((at + 1) * (turn + 1) + turn) % count,
      );
      const trackIds = [...new Set(order)].map((at) => idOf(nameOf(at * STYLES + style)));
      await engine.handle('playlists:create', { name: `Style ${style}, ${turn}`, trackIds });
    }
  }
}

async function learn(anew = false): Promise<LearnedLists> {
  const { engine } = library!;
  const end = await runJob(engine, () => engine.handle('lists:learn', { anew }));
  expect(end).toMatchObject({ jobKind: 'lists', cancelled: false });
  expect(end).not.toHaveProperty('error');
  const answer = await engine.handle('lists:get', {});
  expect(engineContract['lists:get'].response.parse(answer)).toEqual(answer);
  return answer.learned!;
}

const near = async (name: string, limit = 10): Promise<string[]> => {
  const list = await library!.engine.handle('similar:list', {
    query: { kind: 'songs', ids: [idOf(name)] },
    ranking: { by: 'space', space: 'playlist' },
    limit,
  });
  return namesOf(list.items);
};

/** Where each song of the space of lists is. */
async function placesNow(): Promise<ReadonlyMap<string, Float32Array>> {
  const places = new Map<string, Float32Array>();
  await library!.reopen((store) => {
    const space = store.space('playlist');
    for (const id of space?.ids ?? []) {
      places.set(id, space!.get(id)!);
    }
    return Promise.resolve();
  });
  return places;
}

describe('learning from lists', () => {
  it('fills the space of lists: learned where there are lists, guessed from sound elsewhere', async () => {
    library = await openFilled(songs);
    const { engine } = library;
    expect(await engine.handle('lists:get', {})).toEqual({ automatic: true, learned: null });
    // 11 of 16 songs of each style are in playlists.
    await makePlaylists(engine, 11);
    const figures = await learn();
    expect(figures).toMatchObject({
      playlists: 12,
      albums: 0,
      folders: 0,
      learned: 33,
      guessed: 15,
    });
    expect(figures.error!.cosine).toBeGreaterThan(0.5);
    expect(figures.error!.recall).toBeGreaterThan(figures.error!.randomRecall);
    // Song 1 is in lists, song 2e (style 0 too) in none: companions first, either way.
    for (const name of ['1', '2e']) {
      const found = await near(name);
      expect(found).toHaveLength(10);
      expect(
        found.filter((other) => styleOf(other) === styleOf(name)).length,
      ).toBeGreaterThanOrEqual(9);
    }
    const balanced = await engine.handle('similar:list', {
      query: { kind: 'songs', ids: [idOf('1')] },
      limit: 5,
    });
    expect(balanced.filled).toEqual(['genre', 'melody', 'playlist']);
    expect(balanced.spaces).toContain('playlist');
    const why = (id: string): Promise<unknown> =>
      engine.handle('similar:why', { asked: [idOf('1')], id: idOf(id) });
    // Song 1 is not in the first playlist of its style, song 4 not in the second.
    const shared = ['Style 0, 2', 'Style 0, 3'];
    const own = (await why('4')) as { playlists: string[] };
    expect(own).toMatchObject({ listPlace: 'lists' });
    expect([...own.playlists].sort()).toEqual(shared);
    expect(await why('2')).toMatchObject({ listPlace: 'lists', playlists: [] });
    expect(await why('2e')).toMatchObject({ listPlace: 'sound', playlists: [] });
    // Kept, and the same when it is learned from nothing again.
    const before = await near('1', 40);
    await library.reopen();
    expect(await near('1', 40)).toEqual(before);
    expect((await library.engine.handle('lists:get', {})).learned).toEqual(figures);
    await learn(true);
    expect(await near('1', 40)).toEqual(before);
  }, 60_000);

  it('goes on from what it knew: old songs stay, a new playlist counts', async () => {
    library = await openFilled(songs);
    await makePlaylists(library.engine, 11);
    await learn();
    const before = await near('1', 8);
    const places = await placesNow();
    // A song of another style joins style 0 for good.
    const companions = [0, 1, 2, 3, 4, 5].map((at) => idOf(nameOf(at * STYLES)));
    for (const turn of [1, 2, 3]) {
      const others = companions.filter((_, at) => at !== turn);
      const trackIds = [...others.slice(turn), idOf('30'), ...others.slice(0, turn)];
      await library.engine.handle('playlists:create', { name: `New ${turn}`, trackIds });
    }
    expect(await learn()).toMatchObject({ playlists: 15, learned: 34, guessed: 14 });
    const after = await near('1', 9);
    expect(before.filter((name) => after.includes(name)).length).toBeGreaterThanOrEqual(6);
    expect((await near('30')).filter((name) => styleOf(name) === 0).length).toBeGreaterThanOrEqual(
      6,
    );
    // Learned from nothing, half of the songs would be below 0.95.
    const moved = await placesNow();
    const cosines = [...places]
      .map(([id, place]) => place.reduce((sum, value, at) => sum + value * moved.get(id)![at]!, 0))
      .sort((a, b) => a - b);
    expect(cosines).toHaveLength(SONGS);
    expect(cosines[SONGS / 2]).toBeGreaterThan(0.98);
  }, 60_000);

  it('learns from albums and folders when asked, and says when there is nothing', async () => {
    library = await openFilled(songs);
    const { engine } = library;
    const none = await runJob(engine, () => engine.handle('lists:learn', {}));
    expect(none).toMatchObject({ error: { kind: 'too-few-lists' } });
    await expect(near('1')).rejects.toMatchObject({ kind: 'not-in-lists' });
    await library.close();
    library = await openFilled(
      songs.map((song, at) => ({
        ...song,
        path: `/music/${String(at % STYLES)}/${song.name}.mp3`,
        tags: { album: at < 24 ? `Album ${String(at % STYLES)}` : '', trackNumber: at },
      })),
    );
    const figures = await learn();
    expect(figures).toMatchObject({ playlists: 0, albums: 3, folders: 3, learned: 48, guessed: 0 });
    for (const name of ['1', '5', '30']) {
      const own = (await near(name, 7)).filter((other) => styleOf(other) === styleOf(name));
      expect(own.length).toBeGreaterThanOrEqual(6);
    }
  }, 60_000);

  it('is cancelled, and what was known stays', async () => {
    library = await openFilled(songs);
    const { engine } = library;
    await makePlaylists(engine, 11);
    await learn();
    const before = await near('1');
    const end = await runJob(engine, async () => {
      const job = await engine.handle('lists:learn', { anew: true });
      expect(await engine.handle('lists:learn', {})).toBe(job);
      expect(await engine.handle('job:cancel', { job })).toBe(true);
      return job;
    });
    expect(end).toMatchObject({ jobKind: 'lists', cancelled: true });
    expect(await near('1')).toEqual(before);
  }, 60_000);

  it('marks the map of lists as one to be made anew once they are learned again', async () => {
    library = await openFilled(songs);
    const { engine } = library;
    await makePlaylists(engine, 11);
    await learn();
    expect(await engine.handle('map:spaces', {})).toContain('playlist');
    await runJob(engine, () => engine.handle('map:compute', { space: 'playlist' }));
    expect(await engine.handle('map:layout', { space: 'playlist' })).toMatchObject({
      renew: false,
    });
    await learn();
    expect(await engine.handle('map:layout', { space: 'playlist' })).toMatchObject({
      renew: true,
      stale: 0,
    });
  }, 60_000);
});

describe('learning by itself', () => {
  const quick: Partial<EngineOptions> = { watch: true, listsQuietMs: 50 };
  const untilLearned = async (): Promise<LearnedLists> => {
    for (;;) {
      const { learned } = await library!.engine.handle('lists:get', {});
      if (learned !== null) {
        return learned;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

  it('begins with the first playlist, and only where it is wished', async () => {
    library = await openFilled(songs, quick);
    const { engine } = library;
    await quiet();
    expect(await engine.handle('lists:get', {})).toEqual({ automatic: true, learned: null });
    expect(await engine.handle('lists:set', { automatic: false })).toMatchObject({
      automatic: false,
    });
    await makePlaylists(engine, 11);
    await quiet();
    expect((await engine.handle('lists:get', {})).learned).toBeNull();
    await engine.handle('lists:set', { automatic: true });
    expect((await untilLearned()).playlists).toBe(12);
  }, 60_000);

  it('waits to be turned on again where its note is damaged, which is told', async () => {
    library = await openFilled(songs, quick);
    await makePlaylists(library.engine, 11);
    await untilLearned();
    await library.reopen(async (store) => {
      store.setNote('lists', '{"automatic":"yes"}');
      await store.flush();
    });
    const { engine } = library;
    const told: unknown[] = [];
    engine.onEvent((event) => told.push(event));
    expect(told).toMatchObject([{ kind: 'notice', error: { kind: 'lists-damaged' } }]);
    await quiet();
    expect(await engine.handle('lists:get', {})).toEqual({ automatic: false, learned: null });
    await engine.handle('lists:set', { automatic: true });
    expect((await untilLearned()).playlists).toBe(12);
  }, 60_000);

  it('does nothing while nothing changes', async () => {
    library = await openFilled(songs, quick);
    await makePlaylists(library.engine, 11);
    const { at } = await untilLearned();
    await library.reopen();
    await quiet();
    expect((await library.engine.handle('lists:get', {})).learned?.at).toBe(at);
  }, 60_000);
});
