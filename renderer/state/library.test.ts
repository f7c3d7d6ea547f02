import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshLibrary, setQuery, showOnly, sortBy, useLibrary } from './library';
import { columnsOf } from './testing/rows';

interface Song {
  readonly id: string;
  readonly title?: string;
  readonly artist?: string;
}

/** What the engine answers, one after another, and what it was asked. */
let answers: object[] = [];
let asked: unknown[] = [];
/** What waits until nothing else is to be done. */
const idle: IdleRequestCallback[] = [];

const answer = (
  version: number,
  songs: readonly Song[],
  { reset = false, removed = [] as readonly string[] } = {},
): object => ({ version, reset, rows: columnsOf(songs), removed });

const shown = (): readonly string[] => useLibrary.getState().visible.map(({ id }) => id);

beforeAll(() => {
  vi.stubGlobal('requestIdleCallback', (callback: IdleRequestCallback) => idle.push(callback));
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
  it('are asked for once more when the first ones were drawn: the engine holds back until then', async () => {
    expect(asked).toEqual([]);
    answers = [answer(6, [])];
    for (const callback of idle.splice(0)) {
      callback({ didTimeout: false, timeRemaining: () => 50 });
    }
    await vi.waitFor(() => {
      expect(useLibrary.getState().version).toBe(6);
    });
    expect(asked).toEqual([{ since: 5 }]);
  });

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
