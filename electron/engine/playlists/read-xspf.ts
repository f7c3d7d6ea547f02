import type { ListedPlaylist, ListedSong } from './listed-songs';
import { MOST_ENTRIES } from './listed-songs';
import { notAPlaylist } from './playlist-errors';
import { readXml } from './xml-events';

interface Track {
  readonly line: number;
  readonly locations: string[];
  title: string;
  artist: string;
  durationSeconds: number | null;
}

/** XSPF: locations are addresses, absolute or relative to the file. @throws MugleError `not-a-playlist` */
export async function readXspf(text: string): Promise<ListedPlaylist> {
  const songs: ListedSong[] = [];
  const path: string[] = [];
  let name = '';
  let track: Track | undefined;
  await readXml(text, {
    open: (element, _attributes, line) => {
      path.push(element);
      if (element === 'track') {
        track = { line, locations: [], title: '', artist: '', durationSeconds: null };
      }
    },
    close: (element, value) => {
      path.pop();
      if (track === undefined) {
        name = element === 'title' && path.length === 1 ? value : name;
      } else if (element === 'track') {
        songs.push(track);
        track = undefined;
        checkCount(songs.length);
      } else if (path.at(-1) === 'track') {
        take(track, element, value);
      }
    },
  });
  return { name, songs };
}

function take(track: Track, element: string, value: string): void {
  switch (element) {
    case 'location':
      // An address, so the percent signs are no part of the name; some write plain paths nevertheless.
      track.locations.push(...decodedFirst(value));
      break;
    case 'title':
      track.title = value;
      break;
    case 'creator':
      track.artist = value;
      break;
    case 'duration':
      track.durationSeconds = Number(value) > 0 ? Number(value) / 1000 : null;
      break;
  }
}

/** Relative addresses are decoded here; those of `file:` where they are taken apart. */
function decodedFirst(value: string): readonly string[] {
  if (/^[a-z][a-z0-9+.-]+:/i.test(value) || !value.includes('%')) {
    return [value];
  }
  try {
    return [decodeURIComponent(value), value];
  } catch {
    return [value];
  }
}

function checkCount(count: number): void {
  if (count > MOST_ENTRIES) {
    throw notAPlaylist(`it has more than ${String(MOST_ENTRIES)} songs.`);
  }
}
