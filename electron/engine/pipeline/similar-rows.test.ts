import { afterEach, describe, expect, it } from 'vitest';
import type { Ranking, SimilarLimits, SimilarList } from '../../shared/ipc/similar-contract';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

const query = { kind: 'songs' as const, ids: [idOf('1')] };

async function ask(
  limit: number,
  ranking: Ranking = { by: 'balanced' },
  limits: SimilarLimits = {},
): Promise<SimilarList> {
  return library!.engine.handle('similar:list', { query, limit, ranking, limits });
}

/** A direction so many degrees away from the query's. */
const at = (degrees: number): readonly number[] => [
  Math.cos((degrees / 180) * Math.PI),
  Math.sin((degrees / 180) * Math.PI),
];

describe('rows of several versions', () => {
  const song = (
    name: string,
    title: string,
    artist: string,
    { genre, melody }: { readonly genre: number; readonly melody: number },
  ): FilledSong => ({
    name,
    tags: { title, artist },
    vectors: { genre: at(genre), melody: at(melody) },
  });
  const songs = [
    song('1', 'Query', 'One', { genre: 0, melody: 0 }),
    song('2', 'Query', 'Another', { genre: 70, melody: 30 }),
    song('a', 'Song', 'One', { genre: 5, melody: 5 }),
    song('b', 'Song (Live)', 'Another', { genre: 50, melody: 20 }),
    song('c', 'Song', 'A third', { genre: 10, melody: 89 }),
  ];
  const rows = async (): Promise<string[]> =>
    (await ask(10)).items.map(({ id, versions }) => namesOf([{ id }, ...versions]).join(''));

  it('fold covers: the title and the tune of a song, whoever plays it', async () => {
    library = await openFilled(songs);
    // c has the title, but another tune.
    expect((await rows()).sort()).toEqual(['ab', 'c']);
    const { versions } = await ask(10);
    expect(namesOf(versions)).toEqual(['2']);
    // The mean of its cosines in both spaces.
    const cosines = [70, 30].map((degrees) => Math.cos((degrees / 180) * Math.PI));
    expect(versions[0]?.score).toBeCloseTo(((cosines[0] ?? 0) + (cosines[1] ?? 0)) / 2, 4);
  });

  it('are folded in the list of a space too; those of the original are as they are', async () => {
    library = await openFilled(songs);
    const by = async (ranking: Ranking): Promise<string> =>
      namesOf((await ask(10, ranking)).items).join('');
    expect(await by({ by: 'space', space: 'genre' })).toBe('ac');
    expect(await by({ by: 'space', space: 'melody' })).toBe('ac');
    expect((await by({ by: 'score-total' })).split('').sort().join('')).toBe('2abc');
    expect((await by({ by: 'top-3' })).split('').sort().join('')).toBe('2abc');
  });

  it('that a person took for others can be taken back', async () => {
    library = await openFilled(songs);
    const pair = { a: idOf('b'), b: idOf('a') };
    await library.engine.handle('similar:not-same', pair);
    expect((await rows()).sort()).toEqual(['a', 'b', 'c']);
    await library.engine.handle('similar:not-same', { ...pair, undo: true });
    expect((await rows()).sort()).toEqual(['ab', 'c']);
    await library.reopen();
    expect((await rows()).sort()).toEqual(['ab', 'c']);
  });

  it('stay unfolded, also after a start, until they are folded', async () => {
    library = await openFilled(songs);
    const shown = async (): Promise<string[]> => {
      const { items, unfolded } = await ask(10);
      const open = items.filter((item) => item.unfolded);
      return [...namesOf(open), ...(unfolded ? ['own'] : [])];
    };
    expect(await shown()).toEqual([]);
    const handle = async (names: string[], unfolded: boolean): Promise<void> => {
      await library!.engine.handle('similar:unfold', { songs: names.map(idOf), unfolded });
    };
    await handle(['a', 'b'], true);
    expect(await shown()).toEqual(['a']);
    await handle(['1', '2'], true);
    await library.reopen();
    expect(await shown()).toEqual(['a', 'own']);
    await handle(['a', 'b'], false);
    expect(await shown()).toEqual(['own']);
    // A note that cannot be read folds all again, which is told, and it is kept.
    await library.reopen(async (store) => {
      store.setNote('unfolded', '{');
      await store.flush();
    });
    const told: unknown[] = [];
    library.engine.onEvent((event) => told.push(event));
    expect(told).toMatchObject([{ kind: 'notice', error: { kind: 'versions-damaged' } }]);
    expect(await shown()).toEqual([]);
    await handle(['a', 'b'], true);
    await library.reopen((store) => {
      expect(store.note('damaged-unfolded')).toBe('{');
      return Promise.resolve();
    });
    expect(await shown()).toEqual(['a']);
  });
});

describe('artists and albums in a list', () => {
  /** The query, ten nearer songs of one artist, and five others farther away. */
  const songs: readonly FilledSong[] = Array.from({ length: 16 }, (_, index) => ({
    name: (index + 1).toString(16),
    tags: {
      artist: index <= 10 ? 'Wall' : `Other ${String(index)}`,
      album: index <= 10 ? 'Bricks' : `Record ${String(index)}`,
      title: `Song ${String(index)}`,
    },
    vectors: { genre: at(index), melody: at(index) },
  }));
  const names = async (...asked: Parameters<typeof ask>): Promise<string> =>
    namesOf((await ask(...asked)).items).join('');

  it('a balanced list is no wall of one artist, as long as there are others', async () => {
    library = await openFilled(songs);
    expect(await names(8)).toBe('234cdef10');
    // The list stays full, and in its order; nothing was left out.
    expect(await names(9)).toBe('2345cdef10');
    expect((await ask(9)).removed).toEqual([]);
    expect(await names(50)).toBe('23456789abcdef10');
    // Unless it is to be as it comes; the other rankings never mix.
    expect(await names(8, { by: 'balanced', mixArtists: false })).toBe('23456789');
    expect(await names(8, { by: 'space', space: 'genre' })).toBe('23456789');
    expect(await names(8, { by: 'score-total' })).toBe('23456789');
  });

  it('a limit that is set is kept, and says when it leaves too few', async () => {
    library = await openFilled(songs);
    expect(await names(6, { by: 'balanced' }, { perArtist: 1 })).toBe('2cdef10');
    expect(await names(8, { by: 'balanced' }, { perArtist: 5 })).toBe('23456cde');
    expect(await names(6, { by: 'balanced' }, { perAlbum: 2 })).toBe('23cdef');
    const short = await ask(50, { by: 'balanced' }, { perAlbum: 2 });
    expect(short.items).toHaveLength(7);
    expect(short.removed).toEqual([{ limit: 'perAlbum', songs: 8 }]);
  });

  it('songs of a full album take no room from the other albums of their artist', async () => {
    const albums = [...Array<string>(9).fill('Full'), 'Second', 'Third', 'Fourth'];
    library = await openFilled([
      { name: '1', tags: { title: 'Query' }, vectors: { genre: at(0), melody: at(0) } },
      ...albums.map((album, index) => ({
        name: (index + 10).toString(36),
        tags: { title: `Song ${String(index)}`, album, artist: 'Wall' },
        vectors: { genre: at(index + 1), melody: at(index + 1) },
      })),
    ]);
    expect(await names(6, { by: 'balanced' }, { perAlbum: 3 })).toBe('abcjkl');
  });

  it('Top 3 of each is filled up where an artist has too many', async () => {
    library = await openFilled(songs);
    expect(await names(6, { by: 'top-3' })).toBe('234567');
    expect(await names(6, { by: 'top-3' }, { perArtist: 1 })).toBe('2cdef10');
  });

  it('a song that waits for room takes no version of it out of the list', async () => {
    const entries: readonly (readonly [string, string, string])[] = [
      ['1', 'Query', 'One'],
      ['a1', 'First', 'Wall'],
      ['a2', 'Second', 'Wall'],
      ['a3', 'Third', 'Wall'],
      ['a4', 'Hallelujah', 'Wall'],
      ['c', 'Hallelujah', 'Another'],
      ['d', 'Far', 'A third'],
      ['e', 'Farther', 'A fourth'],
    ];
    library = await openFilled(
      entries.map(([name, title, artist], index) => ({
        name,
        tags: { artist, title },
        vectors: { genre: at(index), melody: at(index) },
      })),
    );
    const rows = async (limit: number): Promise<string[]> =>
      (await ask(limit)).items.map(({ id, versions }) => namesOf([{ id }, ...versions]).join('+'));
    // The fourth of the wall is a version of the cover that is there: it is in its row, not lost.
    expect(await rows(5)).toEqual(['a1', 'a2', 'a3', 'c+a4', 'd']);
    expect(await rows(4)).toEqual(['a1', 'a2', 'a3', 'c+a4']);
    expect(await rows(7)).toEqual(['a1', 'a2', 'a3', 'c+a4', 'd', 'e']);
  });

  it('many versions that wait for room take no room from the songs behind them', async () => {
    const titles = [
      'First',
      'Second',
      'Third',
      ...Array<string>(8).fill('Song'),
      'Fourth',
      'Fifth',
    ];
    library = await openFilled([
      { name: '1', tags: { title: 'Query' }, vectors: { genre: at(0), melody: at(0) } },
      ...titles.map((title, index) => ({
        name: (index + 10).toString(36),
        tags: { title, artist: 'Wall' },
        vectors: { genre: at(index + 1), melody: at(index + 1) },
      })),
    ]);
    expect(namesOf((await ask(6)).items).join('')).toBe('abcdlm');
  });

  it('two versions that wait for room are one row', async () => {
    const titles = ['First', 'Second', 'Third', 'Song', 'Song (Live)', 'Fourth'];
    library = await openFilled([
      { name: '1', tags: { title: 'Query' }, vectors: { genre: at(0), melody: at(0) } },
      ...titles.map((title, index) => ({
        name: (index + 10).toString(16),
        tags: { title, artist: 'Wall' },
        vectors: { genre: at(index + 1), melody: at(index + 1) },
      })),
    ]);
    const { items } = await ask(10);
    expect(items.map(({ id, versions }) => namesOf([{ id }, ...versions]).join('+'))).toEqual([
      'a',
      'b',
      'c',
      'd+e',
      'f',
    ]);
  });
});
