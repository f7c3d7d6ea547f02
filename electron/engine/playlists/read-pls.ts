import type { ListedPlaylist, ListedSong } from './listed-songs';
import { MOST_ENTRIES } from './listed-songs';
import { locationsOf } from './location';
import { notAPlaylist } from './playlist-errors';
import { linesOf, namesOf } from './read-m3u';

interface Entry {
  line: number;
  file: string;
  title: string;
  seconds: number;
}

/** PLS: numbered `File`, `Title` and `Length` keys. @throws MugleError `not-a-playlist` */
export function readPls(text: string): ListedPlaylist {
  const entries = new Map<number, Entry>();
  let name = '';
  for (const [at, line] of linesOf(text).entries()) {
    const [, key = '', number = '', value = ''] =
      /^\s*(File|Title|Length)(\d{1,9})\s*=(.*)$/i.exec(line) ?? [];
    name = /^\s*X-GNOME-Title\s*=(.*)$/i.exec(line)?.[1]?.trim() ?? name;
    if (key !== '') {
      take(entries, Number(number), { key: key.toLowerCase(), value: value.trim(), line: at + 1 });
    }
    if (entries.size > MOST_ENTRIES) {
      throw notAPlaylist(`it has more than ${String(MOST_ENTRIES)} songs.`);
    }
  }
  const inOrder = [...entries].sort(([a], [b]) => a - b).map(([, entry]) => entry);
  return { name, songs: inOrder.filter(({ file }) => file !== '').map(songOf) };
}

function take(
  entries: Map<number, Entry>,
  number: number,
  { key, value, line }: { readonly key: string; readonly value: string; readonly line: number },
): void {
  const entry = entries.get(number) ?? { line, file: '', title: '', seconds: -1 };
  entries.set(number, entry);
  if (key === 'file') {
    entry.file = value;
    entry.line = line;
  } else if (key === 'title') {
    entry.title = value;
  } else {
    entry.seconds = Number(value);
  }
}

function songOf({ line, file, title, seconds }: Entry): ListedSong {
  return {
    line,
    locations: locationsOf(file),
    ...namesOf(title),
    durationSeconds: seconds > 0 && Number.isFinite(seconds) ? seconds : null,
  };
}
