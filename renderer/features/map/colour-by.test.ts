import { describe, expect, it } from 'vitest';
import { row } from '../../state/testing/rows';
import type { TrackRow } from '../../state/track-row';
import { colourSongs } from './colour-by';
import { paletteOf } from './palettes';

const palette = paletteOf('light');

const song = (tags: Partial<TrackRow>): TrackRow => row('', tags);
const genres = (...all: string[]): TrackRow[] => all.map((genre) => song({ genre }));

describe('genre', () => {
  it('gives the most frequent ones colours, whatever their case, and counts them', () => {
    const { entry, legend } = colourSongs(
      'genre',
      genres('Rock', 'rock; Indie', 'Jazz', '', 'ROCK/Pop'),
      {},
      palette,
    );
    expect(legend.map(({ kind, name, count }) => [kind, name, count])).toEqual([
      ['group', 'Rock', 3],
      ['group', 'Jazz', 1],
      ['none', '', 1],
    ]);
    expect([...entry]).toEqual([0, 0, 1, 2, 0]);
    expect(new Set(legend.map(({ colour }) => colour)).size).toBe(3);
  });

  it('puts what is beyond the palette together', () => {
    const many = Array.from({ length: 30 }, (_, index) => `genre ${String(index)}`);
    const { entry, legend } = colourSongs('genre', genres(...many, ''), {}, palette);
    expect(legend.map(({ kind }) => kind)).toEqual([
      ...palette.groups.map(() => 'group'),
      'other',
      'none',
    ]);
    const others = legend.findIndex(({ kind }) => kind === 'other');
    expect(legend[others]?.count).toBe(30 - palette.groups.length);
    expect([...entry].filter((of) => of === others)).toHaveLength(30 - palette.groups.length);
    expect(legend.reduce((sum, { count }) => sum + count, 0)).toBe(31);
  });

  it('a genre that is called like something of the program is a genre', () => {
    const { legend } = colourSongs('genre', genres('other', 'none', '__proto__'), {}, palette);
    expect(legend.map(({ kind, name }) => [kind, name])).toEqual([
      ['group', '__proto__'],
      ['group', 'none'],
      ['group', 'other'],
    ]);
    expect(new Set(legend.map(({ key }) => key)).size).toBe(3);
  });

  it('works without songs, and with one that has just gone', () => {
    expect(colourSongs('genre', [], {}, palette).legend).toEqual([]);
    expect([...colourSongs('genre', [undefined], {}, palette).entry]).toEqual([0]);
  });
});

it('decades go along a ramp from old to new', () => {
  const years = [1994, 1999, 2003, 1969, Number.NaN].map((year) => song({ year }));
  const { entry, legend } = colourSongs('decade', years, {}, palette);
  expect(legend.map(({ name, kind }) => (kind === 'group' ? name : kind))).toEqual([
    '1960',
    '1990',
    '2000',
    'none',
  ]);
  expect([...entry]).toEqual([1, 1, 2, 0, 3]);
  expect(legend[0]?.colour).toBe(palette.ramp[0]);
  expect(legend[2]?.colour).toBe(palette.ramp.at(-1));
});

it('more decades than steps: the oldest share', () => {
  const years = [1890, 1910, 1930, 1940, 1950, 1960, 1970, 1980, 1990].map((year) =>
    song({ year }),
  );
  const { legend } = colourSongs('decade', years, {}, palette);
  expect(legend.at(-1)).toMatchObject({ kind: 'other', count: 2 });
});

it('trust goes in fifths, clusters by their names', () => {
  const songs = genres('a', 'b', 'c', 'd');
  const trust = [0, 0.2, 1, Number.NaN];
  const byTrust = colourSongs('trust', songs, { trust }, palette);
  expect(byTrust.legend.map(({ name }) => name)).toEqual(['0–20 %', '20–40 %', '80–100 %', '']);
  const byCluster = colourSongs(
    'cluster',
    songs,
    { cluster: [0, 0, 1, -1], clusterNames: new Map([[0, 'slow piano']]) },
    palette,
  );
  expect(byCluster.legend.map(({ name, kind }) => [name, kind])).toEqual([
    ['slow piano', 'group'],
    ['2', 'group'],
    ['', 'none'],
  ]);
});

describe('tempo and key', () => {
  it('go in steps of tempo along the ramp, slow to fast, and what is not known is said', () => {
    const tempos = [Number.NaN, 69, 69.6, 104.4, 149.7, 215].map((tempo) => song({ tempo }));
    const { entry, legend } = colourSongs('tempo', tempos, {}, palette);
    expect(legend.map(({ name, count }) => [name, count])).toEqual([
      ['<70', 1],
      ['70–89', 1],
      ['90–104', 1],
      ['150+', 2],
      ['', 1],
    ]);
    expect([...entry]).toEqual([4, 0, 1, 2, 3, 3]);
  });

  it('puts keys that share their notes together', () => {
    // A minor and C major, E major twice, none.
    const keys = [21, 0, 4, 4, -1].map((key) => song({ key }));
    const { entry, legend } = colourSongs('key', keys, {}, palette);
    expect(legend.map(({ name }) => name)).toEqual(['12 · C♯m, E', '8 · Am, C', '']);
    expect([...entry]).toEqual([1, 1, 0, 0, 2]);
  });
});

describe('mood and age', () => {
  const songs = genres('', '', '', '', '');

  it('a mood that was heard is a group; none is not known', () => {
    const mood = ['sad', 'happy', 'sad', '', 'sad'];
    const { entry, legend } = colourSongs('mood', songs, { mood }, palette);
    expect(legend.map(({ kind, name, count }) => [kind, name, count])).toEqual([
      ['group', 'sad', 3],
      ['group', 'happy', 1],
      ['none', '', 1],
    ]);
    expect([...entry]).toEqual([0, 1, 0, 2, 0]);
    const unasked = colourSongs('mood', songs, {}, palette);
    expect(unasked.legend.map(({ kind, count }) => [kind, count])).toEqual([['none', 5]]);
  });

  it('ages are in order, the latest last, along the ramp', () => {
    const ago = (days: number): number => Date.now() - days * 86_400_000;
    const analysed = [ago(0.5), ago(400), ago(20), Number.NaN, ago(0.1)];
    const { entry, legend } = colourSongs('analysed', songs, { analysed }, palette);
    expect(legend.map(({ name, count }) => [name, count])).toEqual([
      ['long', 1],
      ['month', 1],
      ['day', 2],
      ['', 1],
    ]);
    expect([...entry]).toEqual([2, 0, 1, 3, 2]);
    expect(legend[0]?.colour).toBe(palette.ramp[0]);
    expect(legend[2]?.colour).toBe(palette.ramp.at(-1));
  });
});
