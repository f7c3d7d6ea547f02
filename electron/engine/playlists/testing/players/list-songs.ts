import type { WriteOptions, WrittenSong } from '../../write-playlist';
import { writeM3u8, writeXspf } from '../../write-playlist';

/** Where the songs lay that the players were given; awkward names on purpose. */
export const FOLDER = '/tmp/ella';
export const NAMES = [
  '100% #1; a&b.wav',
  'Bj/새벽의 안개.wav',
  'Bj/Jóga (live) %41.wav',
  '#hash.wav',
  'a "quoted" \\ name.wav',
] as const;
export const PATHS: readonly string[] = NAMES.map((name) => `${FOLDER}/Music/${name}`);

const SONGS: readonly WrittenSong[] = PATHS.map((path, at) => ({
  path,
  title: `Title ${String(at)} & more`,
  artist: 'Björk <3',
  album: '',
  genre: '',
  year: null,
  durationSeconds: 1,
}));

const NAME: WriteOptions = { name: 'Evening & more' };

/** The files that the players were given, by name, as the app writes them. */
export const WRITTEN: Readonly<Record<string, string>> = {
  'absolute.m3u8': writeM3u8(SONGS, NAME).text,
  'relative.m3u8': writeM3u8(SONGS, { ...NAME, relativeTo: FOLDER }).text,
  'list.xspf': writeXspf(SONGS, NAME).text,
};
