import type { Reading } from './decode-text';
import { readingsOf } from './decode-text';
import type { PlaylistFile } from './listed-songs';
import { notAPlaylist } from './playlist-errors';
import { readItunes } from './read-itunes';
import { readM3u } from './read-m3u';
import { readPls } from './read-pls';
import { readRekordbox } from './read-rekordbox';
import { readXspf } from './read-xspf';

/** A library of 100,000 songs in the XML of Apple Music is about 150 MB. */
export const MOST_BYTES = 256 * 1024 ** 2;
/** Lists of paths are far smaller, and more is not read into memory several times over. */
const MOST_TEXT_BYTES = 32 * 1024 ** 2;

/** A playlist file, read in one of the ways that its bytes allow. */
export interface ReadPlaylistFile extends PlaylistFile {
  readonly encoding: string;
}

/**
 * Reads a playlist file by what is in it, whatever its name: M3U, PLS, XSPF, the XML of iTunes and of Rekordbox.
 * @returns the ways it can be read, the likeliest first; more than one only where the encoding is not sure.
 * @throws MugleError `not-a-playlist`
 */
export async function readPlaylist(bytes: Uint8Array): Promise<readonly ReadPlaylistFile[]> {
  const isXml = /^[^\n]{0,64}?<(\?xml|!DOCTYPE|[a-z])/i.test(startOf(bytes));
  const most = isXml ? MOST_BYTES : MOST_TEXT_BYTES;
  if (bytes.length > most) {
    throw notAPlaylist(`it has ${String(bytes.length)} bytes, more than ${String(most)}.`);
  }
  const readings = readingsOf(bytes, isXml ? declaredIn(bytes) : undefined);
  if (isXml) {
    const [first] = readings;
    return first === undefined ? [] : [await readXmlPlaylist(first)];
  }
  return readings.map(readTextPlaylist);
}

async function readXmlPlaylist({ encoding, text }: Reading): Promise<ReadPlaylistFile> {
  // The text begins where its first mark does; some programs write blanks before.
  const xml = text.slice(text.indexOf('<'));
  const root = /<(?:[\w-]+:)?(plist|playlist|DJ_PLAYLISTS)[\s>/]/i.exec(xml)?.[1]?.toLowerCase();
  switch (root) {
    case 'plist':
      return { encoding, format: 'itunes-xml', playlists: await readItunes(xml) };
    case 'playlist':
      return { encoding, format: 'xspf', playlists: [await readXspf(xml)] };
    case 'dj_playlists':
      return { encoding, format: 'rekordbox-xml', playlists: await readRekordbox(xml) };
    default:
      throw notAPlaylist('it is XML, but neither XSPF nor of iTunes nor of Rekordbox.');
  }
}

function readTextPlaylist({ encoding, text }: Reading): ReadPlaylistFile {
  if (text.includes('\0')) {
    throw notAPlaylist('it is not text.');
  }
  return /^\s*\[playlist\]/i.test(text)
    ? { encoding, format: 'pls', playlists: [readPls(text)] }
    : { encoding, format: 'm3u', playlists: [readM3u(text)] };
}

const START_BYTES = 512;

/** The first bytes without those of UTF-16 and of byte order marks: enough to see what it is. */
function startOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, START_BYTES)).toString('latin1');
  return start
    .replaceAll('\0', '')
    .replace(/^(ÿþ|þÿ|ï»¿)/, '')
    .trimStart();
}

function declaredIn(bytes: Uint8Array): string | undefined {
  return /^<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/i.exec(startOf(bytes))?.[1];
}
