import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A song as it is written into a playlist file. */
export interface WrittenSong {
  /** Absolute. */
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  readonly year: number | null;
  readonly durationSeconds: number | null;
  /** How often it was played and skipped, and when it was played last (milliseconds since the epoch). */
  readonly plays?: number;
  readonly skips?: number;
  readonly lastPlayed?: number | null;
}

export interface WriteOptions {
  readonly name: string;
  /** M3U8 with paths as seen from this folder; absolute ones when left out. */
  readonly relativeTo?: string | undefined;
}

export interface WrittenFile {
  readonly text: string;
  /** Songs whose paths this kind of file cannot hold: M3U has one path a line, and a name may hold a line's end. */
  readonly leftOut: number;
}

/** Extended M3U in UTF-8, as VLC, foobar2000, Winamp and nearly every other player read it. */
export function writeM3u8(
  songs: readonly WrittenSong[],
  { name, relativeTo }: WriteOptions,
): WrittenFile {
  const fitting = songs.filter((song) => !/[\r\n]/.test(song.path));
  const lines = fitting.flatMap((song) => [
    `#EXTINF:${String(Math.round(song.durationSeconds ?? -1))},${oneLine(namesOf(song))}`,
    lineOf(relativeTo === undefined ? song.path : path.relative(relativeTo, song.path)),
  ]);
  const text = ['#EXTM3U', `#PLAYLIST:${oneLine(name)}`, ...lines].map((line) => `${line}\n`);
  return { text: text.join(''), leftOut: songs.length - fitting.length };
}

/** XSPF 1. https://www.xspf.org/spec */
export function writeXspf(songs: readonly WrittenSong[], { name }: WriteOptions): WrittenFile {
  const tracks = songs.map((song) => {
    const parts = [
      element('location', pathToFileURL(song.path).href),
      element('title', song.title),
      element('creator', song.artist),
      element('album', song.album),
      element('duration', milliseconds(song.durationSeconds)),
    ];
    return `    <track>${parts.join('')}</track>\n`;
  });
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>
<playlist version="1" xmlns="http://xspf.org/ns/0/">
  ${element('title', name)}
  <trackList>
${tracks.join('')}  </trackList>
</playlist>
`,
    leftOut: 0,
  };
}

/** Rekordbox XML, as Rekordbox imports it and other DJ programs read it; a song that stands in the list twice is one track. */
export function writeRekordbox(songs: readonly WrittenSong[], { name }: WriteOptions): WrittenFile {
  const ids = new Map<string, number>();
  const tracks: string[] = [];
  for (const song of songs) {
    if (!ids.has(song.path)) {
      ids.set(song.path, ids.size + 1);
      tracks.push(`    <TRACK${attributesOf(song, ids.size)}/>\n`);
    }
  }
  const keys = songs.map(({ path: at }) => `        <TRACK Key="${String(ids.get(at))}"/>\n`);
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>
<DJ_PLAYLISTS Version="1.0.0">
  <PRODUCT Name="OK Mugle" Version="1.0" Company=""/>
  <COLLECTION Entries="${String(tracks.length)}">
${tracks.join('')}  </COLLECTION>
  <PLAYLISTS>
    <NODE Type="0" Name="ROOT" Count="1">
      <NODE Name="${escaped(name)}" Type="1" KeyType="0" Entries="${String(keys.length)}">
${keys.join('')}      </NODE>
    </NODE>
  </PLAYLISTS>
</DJ_PLAYLISTS>
`,
    leftOut: 0,
  };
}

const CSV_COLUMNS = [
  'position',
  'title',
  'artist',
  'album',
  'genre',
  'year',
  'seconds',
  'path',
  'plays',
  'skips',
  'last played',
];

/** A table for spreadsheets, RFC 4180; it begins with a mark without which Excel takes UTF-8 for another encoding. */
export function writeCsv(songs: readonly WrittenSong[]): WrittenFile {
  const rows = songs.map((song, at) => [
    String(at + 1),
    song.title,
    song.artist,
    song.album,
    song.genre,
    String(song.year ?? ''),
    song.durationSeconds === null ? '' : song.durationSeconds.toFixed(1),
    song.path,
    String(song.plays ?? 0),
    String(song.skips ?? 0),
    song.lastPlayed == null ? '' : new Date(song.lastPlayed).toISOString(),
  ]);
  const lines = [CSV_COLUMNS, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`);
  return { text: `\uFEFF${lines.join('')}`, leftOut: 0 };
}

function attributesOf(song: WrittenSong, id: number): string {
  const uri = pathToFileURL(song.path).href.replace(/^file:\/\/(?=\/)/, 'file://localhost');
  const seconds = song.durationSeconds === null ? '' : String(Math.round(song.durationSeconds));
  return Object.entries({
    TrackID: String(id),
    Name: song.title,
    Artist: song.artist,
    Album: song.album,
    Genre: song.genre,
    TotalTime: seconds,
    Year: String(song.year ?? ''),
    Location: uri,
  })
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('');
}

function namesOf({ artist, title }: WrittenSong): string {
  return artist === '' ? title : `${artist} - ${title}`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/**
 * A path that begins like a comment, an address or a blank is none to a reader, and one with backslashes only is taken for
 * one of Windows: seen from here it is clear.
 */
function lineOf(file: string): string {
  // VLC takes every line for an address: it cuts a path at `#` and reads `%41` as `A`. VLC, mpv and the GNOME players read this right.
  if (path.isAbsolute(file) && /[#%]/.test(file)) {
    return pathToFileURL(file).href;
  }
  const isClear = path.isAbsolute(file) || /^\.\.?[\\/]/.test(file);
  const isOdd = /^[#\s\uFEFF[<]|^[a-z][a-z0-9+.-]*:/i.test(file);
  const hasBackslash = path.sep === '/' && file.includes('\\');
  return !isClear && (isOdd || hasBackslash) ? `.${path.sep}${file}` : file;
}

function milliseconds(seconds: number | null): string {
  return seconds === null ? '' : String(Math.round(seconds * 1000));
}

function element(name: string, value: string): string {
  return value === '' ? '' : `<${name}>${escaped(value)}</${name}>`;
}

/** Characters that XML cannot hold at all are left out; line ends and tabs stay as they are by number. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"'\t\n\r]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}

/** Tags are hostile text: a cell that begins like a formula would be run by a spreadsheet. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
