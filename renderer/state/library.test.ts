import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrackColumns } from '../../electron/shared/records';
import { joinTexts } from '../../electron/shared/text-column';
import { refreshLibrary, setQuery, showOnly, sortBy, useLibrary } from './library';

interface Song {
  readonly id: string;
  readonly title?: string;
  readonly artist?: string;
}

/** What the engine answers, one after another, and what it was asked. */
let answers: object[] = [];
let asked: unknown[] = [];

function columns(songs: readonly Song[]): TrackColumns {
  const texts = (of: (song: Song) => string | undefined): TrackColumns['id'] =>
    joinTexts(songs.map((song) => of(song) ?? ''));
  const numbers = (): Float32Array<ArrayBuffer> => new Float32Array(songs.length).fill(NaN);
  return {
    id: texts(({ id }) => id),
    title: texts(({ title }) => title),
    artist: texts(({ artist }) => artist),
    album: texts(() => ''),
    albumArtist: texts(() => ''),
    genre: texts(() => ''),
    year: numbers(),
    durationSeconds: numbers(),
    trackNumber: numbers(),
    discNumber: numbers(),
    hasCover: new Uint8Array(songs.length),
    tempo: numbers(),
    key: new Int8Array(songs.length).fill(-1),
    loudness: numbers(),
    state: new Uint8Array(songs.length),
    plays: new Uint32Array(songs.length),
    lastPlayed: new Float64Array(songs.length).fill(NaN),
  };
}

const answer = (
  version: number,
  songs: readonly Song[],
  { reset = false, removed = [] as readonly string[] } = {},
): object => ({ version, reset, rows: columns(songs), removed });

const shown = (): readonly string[] => useLibrary.getState().visible.map(({ id }) => id);

beforeAll(() => {
  vi.stubGlobal('requestIdleCallback', () => 0);
  vi.stubGlobal('window', {
    api: {
      invoke: (_channel: string, request: unknown) => {
        asked.push(request);
        return Promise.resolve({ ok: true, value: answers.shift() });
      },
    },
  });
});

beforeEach(async () => {
  setQuery('');
  showOnly(null);
  const songs = [
    { id: 'b', title: 'Second', artist: 'Bach' },
    { id: 'a', title: 'First', artist: 'Arne' },
    { id: 'c', title: 'Third', artist: 'Clementi' },
  ];
  answers = [answer(5, songs, { reset: true })];
  await refreshLibrary();
  asked = [];
});

describe('the rows of the window', () => {
  it('are sorted, and asked for from the version that is there on', async () => {
    expect(shown()).toEqual(['a', 'b', 'c']);
    answers = [answer(6, [])];
    await refreshLibrary();
    expect(asked).toEqual([{ since: 5 }]);
    expect(useLibrary.getState().version).toBe(6);
  });

  it('stay the same ones when an answer has no changes: nothing is drawn anew', async () => {
    const { sorted, visible } = useLibrary.getState();
    answers = [answer(6, [])];
    await refreshLibrary();
    expect(useLibrary.getState().sorted).toBe(sorted);
    expect(useLibrary.getState().visible).toBe(visible);
  });

  it('are none when an answer without songs says that all before it is void', async () => {
    answers = [answer(7, [], { reset: true })];
    await refreshLibrary();
    expect(useLibrary.getState()).toMatchObject({ loaded: true, version: 7, sorted: [] });
    expect(shown()).toEqual([]);
  });

  it('follow songs that come, change and go, within what is looked for', async () => {
    setQuery('cle');
    expect(shown()).toEqual(['c']);
    answers = [
      answer(
        6,
        [
          { id: 'd', title: 'Fourth', artist: 'Clérambault' },
          { id: 'a', title: 'Clef', artist: 'Arne' },
        ],
        { removed: ['c'] },
      ),
    ];
    await refreshLibrary();
    expect(shown()).toEqual(['a', 'd']);
    setQuery('');
    expect(shown()).toEqual(['a', 'b', 'd']);
    sortBy('artist');
    expect(shown()).toEqual(['d', 'b', 'a']);
    sortBy('artist');
    showOnly(new Set(['b', 'c']));
    expect(shown()).toEqual(['b']);
  });
});
