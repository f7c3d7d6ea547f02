import { afterEach, describe, expect, it } from 'vitest';
import type { SimilarList, SimilarRequest } from '../../shared/ipc/similar-contract';
import { engineContract } from '../../shared/ipc/contract';
import { normal } from '../map/random';
import { seededRandom } from '../../shared/seeded-random';
import { splitTexts } from '../../shared/text-column';
import { readBundledModels } from './bundled-models';
import { MODELS } from './testing/engine-in-folder';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

async function ask(request: Partial<SimilarRequest>, limit = 10): Promise<SimilarList> {
  const query = { kind: 'songs' as const, ids: [idOf('1')] };
  const list = await library!.engine.handle('similar:list', { query, limit, ...request });
  expect(engineContract['similar:list'].response.parse(list)).toEqual(list);
  return list;
}

/** A direction so many degrees away from the query's. */
const at = (degrees: number): readonly number[] => [
  Math.cos((degrees / 180) * Math.PI),
  Math.sin((degrees / 180) * Math.PI),
];

/** The query and four songs, in another order in each space. */
const FOUR_SPACES: readonly FilledSong[] = [
  { name: '1', vectors: { genre: at(0), melody: at(0), blend: at(0), playlist: at(0) } },
  { name: 'a', vectors: { genre: at(1), melody: at(3), blend: at(30) } },
  { name: 'b', vectors: { genre: at(2), melody: at(1), blend: at(2), playlist: at(90) } },
  { name: 'c', vectors: { genre: at(3), blend: at(1) } },
  { name: 'd', vectors: { melody: at(2), playlist: at(1) } },
];

describe('rankings over the spaces that are there', () => {
  it('gives each space its own list, by cosine', async () => {
    library = await openFilled(FOUR_SPACES);
    const own = async (space: 'genre' | 'melody' | 'blend' | 'playlist'): Promise<string> =>
      namesOf((await ask({ ranking: { by: 'space', space } })).items).join('');
    expect([
      await own('genre'),
      await own('melody'),
      await own('blend'),
      await own('playlist'),
    ]).toEqual(['abc', 'bda', 'cba', 'db']);
    const { items } = await ask({ ranking: { by: 'space', space: 'genre' } });
    expect(items[1]).toMatchObject({ places: [{ space: 'genre', rank: 2 }] });
    expect(items[1]?.score).toBeCloseTo(Math.cos(Math.PI / 90), 6);
  });

  it('ranks by Score Total, Top 3 of each and Balanced', async () => {
    library = await openFilled(FOUR_SPACES);
    // a: 1 + 1/3 + 1/3 + 0.02; b: 1/2 + 1 + 1/2 + 1/2; c: 1/3 + 0.02 + 1 + 0.02; d: 0.02 + 1/2 + 0.02 + 1.
    expect(namesOf((await ask({ ranking: { by: 'score-total' } })).items)).toEqual(
      'badc'.split(''),
    );
    expect(namesOf((await ask({ ranking: { by: 'top-3' } })).items)).toEqual('abcd'.split(''));
    // Means of 1/(60 + rank) over the spaces that know the song: d (2, 1) before b (2, 1, 2, 2), c (3, 1), a (1, 3, 3).
    const balanced = await ask({});
    expect(namesOf(balanced.items)).toEqual('dbca'.split(''));
    expect(balanced).toMatchObject({ corrected: false, compared: 1, analysed: 4, total: 5 });
    const genre = await ask({
      ranking: { by: 'balanced', weights: { melody: 0, blend: 0, playlist: 0 } },
    });
    expect(genre.spaces).toEqual(['genre']);
    expect(namesOf(genre.items)).toEqual('abc'.split(''));
  });

  it('refuses weights that are all 0, and unknown songs', async () => {
    library = await openFilled(FOUR_SPACES);
    const weights = { genre: 0, melody: 0, blend: 0, playlist: 0 };
    await expect(ask({ ranking: { by: 'balanced', weights } })).rejects.toMatchObject({
      kind: 'bad-request',
    });
    const query = { kind: 'songs' as const, ids: [idOf('f')] };
    await expect(ask({ query })).rejects.toMatchObject({ kind: 'track-unknown' });
  });
});

describe('several songs', () => {
  const wheel = (name: string, degrees: number, tags: FilledSong['tags'] = {}): FilledSong => ({
    name,
    tags,
    vectors: { genre: at(degrees) },
  });

  it('finds what is near to all of them, and not near to others', async () => {
    library = await openFilled([
      wheel('1', 0),
      wheel('2', 40),
      wheel('a', 2),
      wheel('b', 20),
      wheel('c', 38),
      wheel('d', 120),
    ]);
    const query = { kind: 'songs' as const, ids: [idOf('1'), idOf('2')] };
    const list = await ask({ query });
    expect(list).toMatchObject({ asked: [idOf('1'), idOf('2')], compared: 2 });
    expect(namesOf(list.items)[0]).toBe('b');
    expect(namesOf(list.items)).not.toContain('2');
    const without = await ask({ query: { ...query, ids: [idOf('1')], minus: [idOf('2')] } });
    expect(namesOf(without.items)).toEqual('abdc'.split(''));
    const other = await ask({ query: { ...query, ids: [idOf('2')], minus: [idOf('c')] } });
    expect(namesOf(other.items)).toEqual('ba1d'.split(''));
  });

  it('asks about an album or an artist by one of their songs', async () => {
    const on = { album: 'Same', artist: 'One' };
    library = await openFilled([
      wheel('1', 0, on),
      wheel('2', 40, { ...on, artist: 'ONE' }),
      wheel('3', 50, { album: 'Other', artist: 'one' }),
      wheel('a', 20),
      wheel('b', 30),
    ]);
    const album = await ask({ query: { kind: 'album', of: idOf('1') } });
    expect(album.asked).toEqual([idOf('1'), idOf('2')]);
    expect(namesOf(album.items)).toEqual('ab3'.split(''));
    const artist = await ask({ query: { kind: 'artist', of: idOf('3') } });
    expect(artist.asked).toEqual([idOf('1'), idOf('2'), idOf('3')]);
    // A song that names no album is its own.
    expect((await ask({ query: { kind: 'album', of: idOf('a') } })).asked).toEqual([idOf('a')]);
  });

  it('asks about a playlist by its songs', async () => {
    library = await openFilled([wheel('1', 0), wheel('2', 40), wheel('a', 2), wheel('b', 20)]);
    const { engine } = library;
    const trackIds = ['1', '2', '1'].map(idOf);
    const { id } = await engine.handle('playlists:create', { name: 'x', trackIds });
    const list = await ask({ query: { kind: 'playlist', of: id } });
    expect(list.asked).toEqual([idOf('1'), idOf('2')]);
    expect(namesOf(list.items)).toEqual(['b', 'a']);
    const empty = await engine.handle('playlists:create', { name: 'y', trackIds: [] });
    await expect(ask({ query: { kind: 'playlist', of: empty.id } })).rejects.toMatchObject({
      kind: 'track-unknown',
    });
    await engine.handle('playlists:delete', { id });
    await expect(ask({ query: { kind: 'playlist', of: id } })).rejects.toMatchObject({
      kind: 'playlist-unknown',
    });
  });

  it('compares with a choice of many, the same each time, and never finds any of them', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      wheel((index + 16).toString(16), index * 2),
    );
    library = await openFilled([...many, wheel('1', 5)]);
    const query = { kind: 'songs' as const, ids: many.map(({ name }) => idOf(name)) };
    const list = await ask({ query });
    expect(list.asked).toHaveLength(40);
    expect(list.compared).toBe(16);
    expect(namesOf(list.items)).toEqual(['1']);
    expect(await ask({ query: { ...query, ids: [...query.ids].reverse() } })).toMatchObject({
      items: list.items,
    });
  });
});

describe('limits inside the question', () => {
  const song = (index: number, tags: FilledSong['tags'] = {}): FilledSong => ({
    name: index.toString(16),
    path: `/music/${index % 2 === 0 ? 'even' : 'odd'}/${String(index)}.mp3`,
    tags: {
      artist: `Artist ${String(index % 3)}`,
      album: `Album ${String(index % 4)}`,
      year: 1980 + index,
      durationSeconds: index * 10,
      ...tags,
    },
    vectors: { genre: at(index) },
  });
  const open = async (): Promise<void> => {
    library = await openFilled(Array.from({ length: 20 }, (_, index) => song(index + 1)));
  };

  it.each<[string, NonNullable<SimilarRequest['limits']>, string[]]>([
    ['years', { years: { from: 1990, to: 1992 } }, ['a', 'b', 'c']],
    ['seconds', { seconds: { from: 180 } }, ['12', '13', '14']],
    ['folder', { folder: '/music/odd' }, ['3', '5', '7']],
    ['two at once', { years: { to: 1988 }, folder: '/music/even' }, ['2', '4', '6']],
    ['one song of each artist', { perArtist: 1 }, ['2', '3', '4']],
    ['one song of each album', { perAlbum: 1, seconds: { from: 50 } }, ['5', '6', '7']],
  ])('%s', async (_name, limits, expected) => {
    await open();
    const list = await ask({ limits }, 3);
    expect(namesOf(list.items)).toEqual(expected);
    expect(list.removed).toEqual([]);
  });

  it('says how many songs each limit left out when too few are left', async () => {
    await open();
    const list = await ask({
      limits: { years: { to: 1985 }, folder: '/music/even', perArtist: 1 },
    });
    // 2 and 4 are left of 19: 15 are younger, 9 are not in the folder, none is of an artist that is there already.
    expect(namesOf(list.items)).toEqual(['2', '4']);
    expect(list.removed).toEqual([
      { limit: 'years', songs: 15 },
      { limit: 'folder', songs: 9 },
    ]);
    const artists = await ask({ limits: { perArtist: 1 } });
    expect(artists.items).toHaveLength(3);
    expect(artists.removed).toEqual([{ limit: 'perArtist', songs: 16 }]);
  });

  it('what is heard or not heard in a song', async () => {
    const heard = (name: string, scores: FilledSong['heard'] = {}): FilledSong => ({
      name,
      vectors: { genre: at(Number.parseInt(name, 16)) },
      heard: scores,
    });
    const models = await readBundledModels(MODELS);
    const tagger = models.ids.find((model) => models.tagsOf(model).length > 0)!;
    const least = (tag: string): number =>
      models.thresholdsOf(tagger)[models.tagsOf(tagger).indexOf(tag)]!;
    library = await openFilled([
      heard('1'),
      heard('2', { jazz: least('jazz') + 0.3, 'female vocalists': 0.5, sad: 0.9, guitar: 0.7 }),
      heard('3', { jazz: least('jazz') + 0.01 }),
      heard('4', { jazz: least('jazz') - 0.01, rock: 0.9 }),
    ]);
    const names = async (tags: NonNullable<SimilarRequest['limits']>['tags']): Promise<string[]> =>
      namesOf((await ask({ limits: { tags } })).items);
    expect(await names([{ tag: 'Jazz' }])).toEqual(['2', '3']);
    expect(await names([{ tag: 'jazz' }, { tag: 'female voice', not: true }])).toEqual(['3']);
    // As a tagger's own word for it, too.
    expect(await names([{ tag: 'female vocalists' }])).toEqual(['2']);
    expect(await names([{ tag: 'no such word' }])).toEqual([]);
    expect((await ask({ limits: { tags: [{ tag: 'rock' }] } })).removed).toEqual([
      { limit: 'tags', songs: 2 },
    ]);
    const { engine } = library;
    const words = await engine.handle('similar:words', {});
    expect(words).toContain('jazz');
    expect(words).not.toContain('female vocalists');
    expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length);
    const why = await engine.handle('similar:why', { asked: [idOf('2')], id: idOf('3') });
    expect(why.tags.map(({ tag }) => tag)).toEqual(['jazz']);
    expect(why.tags[0]?.score).toBeCloseTo(least('jazz') + 0.01, 6);
    const ofOne = await engine.handle('similar:heard', { id: idOf('2') });
    expect(ofOne.map(({ tag, kind }) => `${kind}: ${tag}`)).toEqual([
      'genre: jazz',
      'instrument: guitar',
    ]);
    // Of sad nothing says that it is right, piano is said wrongly more often than not: docs/tags.md.
    expect(words).not.toContain('sad');
    expect(words).not.toContain('piano');
    expect(await engine.handle('similar:heard', { id: idOf('1') })).toEqual([]);
    const inLibrary = await engine.handle('library:heard', { tags: [{ tag: 'jazz' }] });
    expect(splitTexts(inLibrary)).toEqual([idOf('2'), idOf('3')]);
  });

  it('songs that do not say are outside of every range', async () => {
    library = await openFilled([song(1), song(2, { year: null }), song(3)]);
    expect(namesOf((await ask({ limits: { years: { from: 1 } } })).items)).toEqual(['3']);
    // But a song that was never played was not played for as long as anyone can ask.
    expect(namesOf((await ask({ limits: { notPlayedFor: 36_500 } })).items)).toEqual(['2', '3']);
  });

  it('favours the era when asked', async () => {
    library = await openFilled([
      song(1, { year: 1970 }),
      song(2, { year: 2020 }),
      song(3, { year: 1971 }),
    ]);
    expect(namesOf((await ask({})).items)).toEqual(['2', '3']);
    expect(namesOf((await ask({ ranking: { by: 'balanced', era: 0.8 } })).items)).toEqual([
      '3',
      '2',
    ]);
  });
});

describe('what was played', () => {
  const day = 24 * 60 * 60 * 1000;
  const open = async (): Promise<void> => {
    library = await openFilled(
      [1, 2, 3, 4].map((degrees) => ({ name: String(degrees), vectors: { genre: at(degrees) } })),
    );
    const last = Date.now() - 10 * day;
    await library.reopen(async (store) => {
      store.plays.put({ id: idOf('3'), plays: 8, skips: 0, lastPlayed: last });
      store.plays.put({ id: idOf('4'), plays: 2, skips: 0, lastPlayed: last - 90 * day });
      await store.flush();
    });
  };

  it('favours songs that are known, or that are not', async () => {
    await open();
    const order = async (familiarity: number): Promise<string> =>
      namesOf((await ask({ ranking: { by: 'balanced', familiarity } })).items).join('');
    expect(await order(0)).toBe('234');
    // Known to 0, 8/10 and 2/4; ranks weigh 61/61, 61/62 and 61/63. Fully wished for: 0, 0.787, 0.484.
    expect(await order(1)).toBe('342');
    // Half wished for: 0.5, 0.885, 0.726.
    expect(await order(0.5)).toBe('342');
    // A little: 0.98, 0.97994, 0.959.
    expect(await order(0.02)).toBe('234');
    // Wished away: 1, 0.197, 0.484.
    expect(await order(-1)).toBe('243');
  });

  it('leaves out what was played lately, and says so', async () => {
    await open();
    const left = async (notPlayedFor: number): Promise<SimilarList> =>
      ask({ limits: { notPlayedFor } });
    expect(namesOf((await left(30)).items)).toEqual(['2', '4']);
    expect((await left(30)).removed).toEqual([{ limit: 'notPlayedFor', songs: 1 }]);
    expect(namesOf((await left(9)).items)).toEqual(['2', '3', '4']);
    expect(namesOf((await left(200)).items)).toEqual(['2']);
  });
});

describe('versions', () => {
  const take = (
    name: string,
    degrees: number,
    title: string,
    durationSeconds: number,
  ): FilledSong => ({
    name,
    tags: { title, artist: 'Band', durationSeconds },
    vectors: { genre: at(degrees) },
  });
  const songs = [
    take('1', 0, 'Query', 200),
    take('a', 10, 'Song', 180),
    take('b', 10.5, 'track 07', 181),
    take('c', 25, 'Song (Live)', 240),
    take('d', 30, 'Other', 240),
    take('e', 0.2, 'Query - Remastered 2011', 201),
  ];

  it('are folded into one row, those of the query too, and counted as one song', async () => {
    library = await openFilled(songs);
    const list = await ask({}, 2);
    expect(namesOf(list.items)).toEqual(['a', 'd']);
    expect(namesOf(list.items[0]?.versions ?? [])).toEqual(['b', 'c']);
    expect(list.items[1]?.versions).toEqual([]);
    expect(namesOf(list.versions)).toEqual(['e']);
  });

  it('are told apart for good when a person says so', async () => {
    library = await openFilled(songs);
    await library.engine.handle('similar:not-same', { a: idOf('b'), b: idOf('a') });
    await library.engine.handle('similar:not-same', { a: idOf('1'), b: idOf('e') });
    const folded = async (): Promise<string[][]> =>
      (await ask({})).items.map(({ id, versions }) => namesOf([{ id }, ...versions]));
    const expected = [['e'], ['a', 'c'], ['b'], ['d']];
    expect(await folded()).toEqual(expected);
    await library.reopen();
    expect(await folded()).toEqual(expected);
    // A damaged note is told of, and the songs are folded as they sound.
    await library.reopen(async (store) => {
      store.setNote('notSame', '[["no id"]]');
      await store.flush();
    });
    const told: unknown[] = [];
    library.engine.onEvent((event) => told.push(event));
    expect(told).toMatchObject([{ kind: 'notice', error: { kind: 'versions-damaged' } }]);
    expect(await folded()).toEqual([['a', 'b', 'c'], ['d']]);
  });
});

describe('hubs', () => {
  it('are put behind, unless that is switched off', async () => {
    // Songs in all directions around a middle, and one in the middle itself, which is the nearest to each of them.
    const random = seededRandom(5);
    const groups = Array.from({ length: 60 }, (_, index): FilledSong => {
      const vector = Array.from({ length: 12 }, (_, axis) => normal(random) + (axis === 0 ? 3 : 0));
      return { name: (index + 16).toString(16), vectors: { genre: vector } };
    });
    const middle = Array.from({ length: 12 }, (_, axis) => (axis === 0 ? 1 : 0));
    const hub: FilledSong = { name: '1', vectors: { genre: middle } };
    library = await openFilled([...groups, hub]);
    const rankOfHub = async (hubs: boolean): Promise<number> => {
      let sum = 0;
      for (const { name } of groups) {
        const list = await ask(
          { query: { kind: 'songs', ids: [idOf(name)] }, ranking: { by: 'balanced', hubs } },
          60,
        );
        expect(list.corrected).toBe(hubs);
        sum += namesOf(list.items).indexOf('1');
      }
      return sum / groups.length;
    };
    const plain = await rankOfHub(false);
    expect(plain).toBeLessThan(10);
    expect(await rankOfHub(true)).toBeGreaterThan(2 * plain);
  });
});
