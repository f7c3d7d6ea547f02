import { afterEach, expect, it, vi } from 'vitest';
import type { TrackColumns } from '../../shared/records';
import { splitTexts } from '../../shared/text-column';
import type { FilledLibrary } from './testing/filled-library';
import { idOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await library?.close();
  library = undefined;
});

const songs = ['1', '2', '3'].map((name) => ({ name, vectors: { genre: [1, Number(name)] } }));

/** By name: how often it was played, and when last. */
function playsIn({ id, plays, lastPlayed }: TrackColumns): Record<string, [number, number]> {
  const entries = splitTexts(id).map((each, row) => [
    each.replace(/^0+/, ''),
    [plays[row], lastPlayed[row]],
  ]);
  return Object.fromEntries(entries) as Record<string, [number, number]>;
}

const rows = async (since = 0): Promise<Record<string, [number, number]>> =>
  playsIn((await library!.engine.handle('library:rows', { since })).rows);

it('counts plays and skips, tells the window, keeps them, and forgets them when it is told to', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 5_000 });
  library = await openFilled(songs);
  const note = (name: string, kind: 'played' | 'skipped'): Promise<boolean> =>
    library!.engine.handle('plays:note', { id: idOf(name), kind });
  expect(await rows()).toEqual({ 1: [0, Number.NaN], 2: [0, Number.NaN], 3: [0, Number.NaN] });
  const { version } = await library.engine.handle('library:rows', { since: 0 });
  await note('1', 'played');
  vi.setSystemTime(7_000);
  await note('1', 'played');
  await note('1', 'skipped');
  await note('2', 'skipped');
  // Only what changed is told.
  expect(await rows(version)).toEqual({ 1: [2, 7_000], 2: [0, Number.NaN] });

  let kept: unknown;
  await library.reopen((store) => {
    kept = [...store.plays.byId.values()];
    return Promise.resolve();
  });
  expect(kept).toEqual([
    { id: idOf('1'), plays: 2, skips: 1, lastPlayed: 7_000 },
    { id: idOf('2'), plays: 0, skips: 1, lastPlayed: null },
  ]);
  expect((await rows())['1']).toEqual([2, 7_000]);

  const table = await library.engine.handle('playlists:export', {
    name: 'x',
    trackIds: [idOf('2'), idOf('1')],
    format: 'csv',
    relative: false,
    folder: '/music',
  });
  expect(table.text.split('\r\n').slice(0, 3)).toEqual([
    '\uFEFFposition,title,artist,album,genre,year,seconds,path,plays,skips,last played',
    '1,2,,,,,,/music/2.mp3,0,1,',
    '2,1,,,,,,/music/1.mp3,2,1,1970-01-01T00:00:07.000Z',
  ]);

  expect(await library.engine.handle('plays:forget', {})).toBe(2);
  expect(await rows()).toEqual({ 1: [0, Number.NaN], 2: [0, Number.NaN], 3: [0, Number.NaN] });
  await library.reopen();
  expect((await rows())['1']).toEqual([0, Number.NaN]);
});

it('refuses songs that the library does not have', async () => {
  library = await openFilled(songs);
  const request = { id: idOf('f'), kind: 'played' as const };
  await expect(library.engine.handle('plays:note', request)).rejects.toMatchObject({
    kind: 'track-unknown',
  });
});
