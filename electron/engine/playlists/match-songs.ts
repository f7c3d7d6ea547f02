import type { ListedPlaylist, ListedSong } from './listed-songs';
import type { Place } from './location';
import { placeOf } from './location';
import type { LibrarySong, SongIndex } from './song-index';

/** Lists the start of a path on another computer and what it is here. */
export interface PathMapping {
  readonly from: string;
  readonly to: string;
  /** Songs found by it. */
  readonly songs: number;
}

export interface UnmatchedEntry {
  readonly line: number;
  /** What the file says of it: its place, or its artist and title. */
  readonly text: string;
}

export interface MatchedPlaylist {
  readonly name: string;
  readonly trackIds: readonly string[];
  /** Of them, found by title, artist and length alone. */
  readonly byTags: number;
  readonly unmatched: readonly UnmatchedEntry[];
}

export interface MatchResult {
  readonly playlists: readonly MatchedPlaylist[];
  readonly mappings: readonly PathMapping[];
}

/** Folder and file: a file's name alone ("01 Track.mp3") says too little. */
const LEAST_COMMON = 2;
/** How far the lengths of the same recording may lie apart, in seconds: players round, encoders pad. */
const DURATION_TOLERANCE = 2;

interface Entry {
  readonly song: ListedSong;
  readonly places: readonly Place[];
  found: string | undefined;
  byTags: boolean;
}

/** A place of an entry and a song of the library that end alike. */
interface Pair {
  readonly entry: Entry;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly common: number;
}

/**
 * Finds the songs of playlists in the library: at the very path; by paths that end alike, where most entries agree on
 * what was put in place of their beginning; and by title, artist and length where that fits one song only.
 * @param folder of the playlist file, for relative paths; absolute, or `''`
 */
export function matchSongs(
  playlists: readonly ListedPlaylist[],
  index: SongIndex,
  folder: string,
): MatchResult {
  const base = placeOf(folder);
  const lists = playlists.map(({ name, songs }) => ({ name, entries: songs.map(entryOf) }));
  const entries = lists.flatMap((list) => list.entries);
  for (const entry of entries) {
    entry.found = entry.places.map((place) => index.at(resolved(place, base))).find(isText);
  }
  const mappings = matchByMapping(
    entries.filter(({ found }) => found === undefined),
    index,
  );
  for (const entry of entries) {
    if (entry.found === undefined) {
      entry.found = byTags(entry.song, index);
      entry.byTags = entry.found !== undefined;
    }
  }
  return {
    mappings,
    playlists: lists.map((list) => ({
      name: list.name,
      trackIds: list.entries.map(({ found }) => found).filter(isText),
      byTags: list.entries.filter((entry) => entry.byTags).length,
      unmatched: list.entries.filter(({ found }) => found === undefined).map(unmatchedOf),
    })),
  };
}

function entryOf(song: ListedSong): Entry {
  const places = song.locations.flatMap((location) => placeOf(location) ?? []);
  return { song, places, found: undefined, byTags: false };
}

function resolved(place: Place, base: Place | undefined): readonly string[] {
  if (place.absolute || base === undefined) {
    return place.segments;
  }
  const up = place.segments.findIndex((segment) => segment !== '..');
  const levels = up < 0 ? place.segments.length : up;
  const left = base.segments.slice(0, Math.max(0, base.segments.length - levels));
  return [...left, ...place.segments.slice(levels)];
}

/** The beginnings that most entries agree on go first; each entry is found by one of them. */
function matchByMapping(entries: readonly Entry[], index: SongIndex): readonly PathMapping[] {
  const used: PathMapping[] = [];
  const votes = new Map<string, Pair[]>();
  for (const pair of entries.flatMap((entry) => pairsOf(entry, index))) {
    const key = JSON.stringify([pair.from, pair.to]);
    const agreeing = votes.get(key);
    if (agreeing === undefined) {
      votes.set(key, [pair]);
    } else {
      agreeing.push(pair);
    }
  }
  // Longer common ends first among equals: they are the surer ones.
  const longest = (pairs: readonly Pair[]): number =>
    Math.max(...pairs.map(({ common }) => common));
  const ranked = [...votes.values()]
    .map((pairs) => ({
      pairs,
      count: pairs.length,
      common: pairs.length > 1000 ? 0 : longest(pairs),
    }))
    .sort((a, b) => b.count - a.count || b.common - a.common);
  for (const { pairs } of ranked) {
    const open = pairs.filter(
      ({ entry, id }) => entry.found === undefined && isOnly(pairs, entry, id),
    );
    for (const { entry, id } of open) {
      entry.found = id;
    }
    const [first] = open;
    if (first !== undefined) {
      used.push({ from: first.from, to: first.to, songs: open.length });
    }
  }
  return used;
}

/** One beginning may lead an entry to two files that differ by case only; then it is not clear which. */
function isOnly(pairs: readonly Pair[], entry: Entry, id: string): boolean {
  return pairs.length > 1000 || pairs.every((other) => other.entry !== entry || other.id === id);
}

/** The songs that an entry may mean: those whose paths have the longest end in common with it. */
function pairsOf(entry: Entry, index: SongIndex): readonly Pair[] {
  const pairs = entry.places.flatMap((place) =>
    index.endingLike(place.segments).map(({ id, segments, common }) => ({
      entry,
      id,
      from: textOf(place, place.segments.length - common),
      to: `/${segments.slice(0, segments.length - common).join('/')}`,
      common,
    })),
  );
  const most = Math.max(0, ...pairs.map(({ common }) => common));
  return most < LEAST_COMMON ? [] : pairs.filter(({ common }) => common === most);
}

function textOf({ absolute, segments }: Place, count: number): string {
  const [first = ''] = segments;
  const root = absolute && !/^[A-Z]:$/.test(first) ? '/' : '';
  return root + segments.slice(0, count).join('/');
}

/** The one song with this title and artist and about this length. */
function byTags(
  { title, artist, durationSeconds }: ListedSong,
  index: SongIndex,
): string | undefined {
  if (title === '' || artist === '' || durationSeconds === null) {
    return undefined;
  }
  const alike = index
    .named(title, artist)
    .filter(
      (song) =>
        song.durationSeconds !== null &&
        Math.abs(song.durationSeconds - durationSeconds) <= DURATION_TOLERANCE,
    );
  return onlyId(alike);
}

function onlyId(songs: readonly LibrarySong[]): string | undefined {
  const ids = new Set(songs.map(({ id }) => id));
  return ids.size === 1 ? songs[0]?.id : undefined;
}

function unmatchedOf({ song }: Entry): UnmatchedEntry {
  const { line, locations, title, artist } = song;
  const names = [artist, title].filter((text) => text !== '').join(' – ');
  return { line, text: (locations[0] ?? names) || names };
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}
