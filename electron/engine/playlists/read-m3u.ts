import type { ListedPlaylist, ListedSong } from './listed-songs';
import { LONGEST_TEXT, MOST_ENTRIES } from './listed-songs';
import { locationsOf } from './location';
import { notAPlaylist } from './playlist-errors';

/** What `#EXTINF` says of the song in the next line: seconds, attributes of some programs, then artist and title. */
const INFO = /^#EXTINF:\s*(-?\d+(?:\.\d+)?)?(?:\s+[\w-]+="[^"]*")*\s*,?(.*)$/i;

interface Info {
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
}

const NOTHING: Info = { title: '', artist: '', durationSeconds: null };

/** M3U and M3U8: a location in each line that is no comment. @throws MugleError `not-a-playlist` */
export function readM3u(text: string): ListedPlaylist {
  const songs: ListedSong[] = [];
  let name = '';
  let info = NOTHING;
  for (const [at, whole] of linesOf(text).entries()) {
    const line = whole.trim();
    if (line.startsWith('#')) {
      info = infoOf(line) ?? info;
      name = /^#PLAYLIST:(.*)$/i.exec(line)?.[1]?.trim() ?? name;
    } else if (line !== '') {
      songs.push({ line: at + 1, locations: locationsOf(line), ...info });
      info = NOTHING;
    }
  }
  if (songs.length > MOST_ENTRIES) {
    throw notAPlaylist(`it has more than ${String(MOST_ENTRIES)} lines.`);
  }
  return { name, songs };
}

/** Lines of any system's end, each cut at the longest that makes sense. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => line.slice(0, LONGEST_TEXT));
}

function infoOf(line: string): Info | undefined {
  const found = INFO.exec(line);
  if (found === null) {
    return undefined;
  }
  const seconds = Number(found[1]);
  return { ...namesOf(found[2] ?? ''), durationSeconds: seconds > 0 ? seconds : null };
}

/** `Artist - Title`, as players write it. */
export function namesOf(text: string): { readonly artist: string; readonly title: string } {
  const at = text.indexOf(' - ');
  return at < 0
    ? { artist: '', title: text.trim() }
    : { artist: text.slice(0, at).trim(), title: text.slice(at + 3).trim() };
}
