import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { matchSongs } from './match-songs';
import { readPlaylist } from './read-playlist';
import { SongIndex } from './song-index';
import { PATHS, WRITTEN } from './testing/players/list-songs';

/** As testing/players/README.md tells. */
const SONGS = [
  '100% #1; a&b.mp3',
  'Bj/새벽의 안개.flac',
  'Bj/Jóga (live) %41.ogg',
  '#hash.ogg',
] as const;

it.each(['totem.m3u', 'totem-dos.m3u', 'totem.pls', 'totem.xspf'])(
  '%s, as a player wrote it, has all its songs',
  async (name) => {
    const [file] = await readPlaylist(
      await readFile(new URL(`./testing/players/${name}`, import.meta.url)),
    );
    const [list] = file?.playlists ?? [];
    expect(list?.songs.map(({ title }) => title)).toEqual(
      SONGS.map((_, at) => `Title ${String(at)} & more`),
    );
    const paths = SONGS.map((song) => `/home/ella/Music/${song}`);
    expect(foundOf(file, paths)).toEqual(paths);
  },
);

it.each(Object.keys(WRITTEN))('%s is written as it was when the players read it', async (name) => {
  expect(await stored(name)).toBe(WRITTEN[name]);
});

it('mpv opens every song of M3U8 files, VLC those of whole paths and of XSPF; relative ones with # or % it loses', async () => {
  const opened = JSON.parse(await stored('opened.json')) as {
    readonly vlc: Readonly<Record<string, readonly string[]>>;
    readonly mpv: Readonly<Record<string, readonly string[]>>;
  };
  expect(opened.vlc['list.xspf']).toEqual(PATHS);
  expect(opened.vlc['absolute.m3u8']).toEqual(PATHS);
  expect(opened.mpv['absolute.m3u8']).toEqual(PATHS);
  expect(opened.mpv['relative.m3u8']).toEqual(PATHS);
  const byVlc = opened.vlc['relative.m3u8'] ?? [];
  expect(byVlc).toEqual(expect.arrayContaining(PATHS.filter((file) => !/[#%]/.test(file))));
  // The first song has both; the folder is opened in place of one that begins with #.
  expect(PATHS).not.toContain(byVlc[0]);
  expect(byVlc).toContain('/tmp/ella/Music/');
});

it('a list that VLC read and wrote again comes back whole', async () => {
  const [file] = await readPlaylist(Buffer.from(await stored('vlc.xspf')));
  expect(
    file?.playlists[0]?.songs.map(({ title, durationSeconds }) => [title, durationSeconds]),
  ).toEqual(PATHS.map((_, at) => [`Title ${String(at)} & more`, 1]));
  expect(foundOf(file, PATHS)).toEqual(PATHS);
});

function stored(name: string): Promise<string> {
  return readFile(new URL(`./testing/players/${name}`, import.meta.url), 'utf8');
}

/** The songs of a library with these paths that the first list names. */
function foundOf(
  file: Awaited<ReturnType<typeof readPlaylist>>[number] | undefined,
  paths: readonly string[],
): readonly string[] | undefined {
  const index = new SongIndex(
    paths.map((path) => ({
      id: path,
      paths: [path],
      title: '',
      artist: '',
      durationSeconds: null,
    })),
  );
  return matchSongs(file?.playlists ?? [], index, '/lists').playlists[0]?.trackIds;
}
