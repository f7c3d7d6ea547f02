/** One song as a playlist file names it. */
export interface ListedSong {
  /** Where in the file it stands, from 1. */
  readonly line: number;
  /** The places it may mean, the likeliest first: what is written, and what that is without percent signs. */
  readonly locations: readonly string[];
  /** `''` when the file does not say. */
  readonly title: string;
  readonly artist: string;
  readonly durationSeconds: number | null;
}

/** One list of a playlist file; some kinds hold many. */
export interface ListedPlaylist {
  /** `''` when the file does not say. */
  readonly name: string;
  readonly songs: readonly ListedSong[];
}

export type PlaylistFormat = 'm3u' | 'pls' | 'xspf' | 'itunes-xml' | 'rekordbox-xml';

/** What was found in a playlist file. */
export interface PlaylistFile {
  readonly format: PlaylistFormat;
  readonly playlists: readonly ListedPlaylist[];
}

/** More than any person has; a file with more is not one a player wrote. */
export const MOST_ENTRIES = 1_000_000;
export const MOST_LISTS = 10_000;
/** Longer names and paths than any file system has are cut. */
export const LONGEST_TEXT = 32_768;
