import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { matchSongs } from './match-songs';
import { readPlaylist } from './read-playlist';
import { SongIndex } from './song-index';

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
    const index = new SongIndex(
      paths.map((path) => ({
        id: path,
        paths: [path],
        title: '',
        artist: '',
        durationSeconds: null,
      })),
    );
    expect(matchSongs(file?.playlists ?? [], index, '/lists').playlists[0]?.trackIds).toEqual(
      paths,
    );
  },
);
