import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../../electron/shared/errors';
import { encodeTexts, joinTexts } from '../../electron/shared/text-column';
import { openPath } from './made-lists';
import { closeList, openPlaylist, saveOpen, usePlaylists } from './playlists';
import { useView } from './view';

/** What the engine was asked and has not answered yet. */
let waiting: { readonly request: object; answer(value: unknown): void }[] = [];

const repeated = ['artist', 'album', 'albumArtist', 'genre'];
const NO_ROWS = {
  id: joinTexts([]),
  title: joinTexts([]),
  ...Object.fromEntries(repeated.map((name) => [name, encodeTexts([])])),
};

beforeEach(() => {
  waiting = [];
  vi.stubGlobal('window', {
    api: {
      invoke: (_channel: string, request: object) =>
        new Promise<Result<unknown>>((resolve) => {
          const answer = (value: unknown): void => {
            resolve({ ok: true, value });
          };
          waiting.push({ request, answer });
        }),
    },
  });
  closeList();
});

const songsShown = (): readonly string[] | undefined => usePlaylists.getState().open?.trackIds;

describe('a list that is being made', () => {
  it('is not opened over one that was asked for later, whichever comes first', async () => {
    const first = openPath('a', 'b', 3);
    const second = openPath('a', 'b', 4);
    expect(waiting.map(({ request }) => request)).toMatchObject([{ length: 3 }, { length: 4 }]);
    waiting[1]?.answer(['a', 'x', 'y', 'b']);
    await second;
    waiting[0]?.answer(['a', 'x', 'b']);
    await first;
    expect(songsShown()).toEqual(['a', 'x', 'y', 'b']);
    expect(usePlaylists.getState().open?.path?.length).toBe(4);
  });

  it('is not opened once a playlist was', async () => {
    const path = openPath('a', 'b');
    const playlist = openPlaylist('p');
    waiting[1]?.answer({ playlist: { id: 'p', name: 'P', trackIds: ['c'] }, unlisted: NO_ROWS });
    await playlist;
    waiting[0]?.answer(['a', 'b']);
    await path;
    expect(songsShown()).toEqual(['c']);
  });

  it('is saved as one playlist, however often that is clicked', async () => {
    const path = openPath('a', 'b');
    waiting[0]?.answer(['a', 'b']);
    await path;
    const [once, twice] = [saveOpen(), saveOpen()];
    expect(waiting.slice(1).map(({ request }) => request)).toMatchObject([
      { trackIds: ['a', 'b'] },
    ]);
    const playlist = { id: 'p', name: 'P', trackIds: ['a', 'b'] };
    waiting[1]?.answer(playlist);
    await twice;
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(3);
    });
    waiting[2]?.answer({ playlist, unlisted: NO_ROWS });
    await once;
    expect(usePlaylists.getState()).toMatchObject({ open: { id: 'p' }, renaming: 'p' });
  });

  it('that is being saved does not come back over a list that was asked for meanwhile', async () => {
    const path = openPath('a', 'b');
    waiting[0]?.answer(['a', 'b']);
    await path;
    const saved = saveOpen();
    const other = openPlaylist('q');
    waiting[1]?.answer({ id: 'p', name: 'P', trackIds: ['a', 'b'] });
    waiting[2]?.answer({ playlist: { id: 'q', name: 'Q', trackIds: ['c'] }, unlisted: NO_ROWS });
    await other;
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(4);
    });
    waiting[3]?.answer({
      playlist: { id: 'p', name: 'P', trackIds: ['a', 'b'] },
      unlisted: NO_ROWS,
    });
    await saved;
    expect(usePlaylists.getState()).toMatchObject({ open: { id: 'q' }, renaming: null });
  });

  it('is not opened once the list was closed', async () => {
    const path = openPath('a', 'b');
    useView.setState({ tab: 'playlist' });
    closeList();
    waiting[0]?.answer(['a', 'b']);
    await path;
    expect(songsShown()).toBeUndefined();
    expect(useView.getState().tab).toBe('library');
  });
});
