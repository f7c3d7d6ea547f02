import path from 'node:path';
import { MugleError } from '../../shared/errors';
import type { Request, Response } from '../../shared/ipc/contract';
import type { ImportReport } from '../../shared/ipc/playlist-contract';
import { MOST_SONGS, MOST_UNMATCHED } from '../../shared/ipc/playlist-contract';
import type { MatchedPlaylist, MatchResult } from '../playlists/match-songs';
import { matchSongs } from '../playlists/match-songs';
import type { ReadPlaylistFile } from '../playlists/read-playlist';
import type { LibrarySong } from '../playlists/song-index';
import { SongIndex } from '../playlists/song-index';
import type { WriteOptions, WrittenFile, WrittenSong } from '../playlists/write-playlist';
import { writeCsv, writeM3u8, writeRekordbox, writeXspf } from '../playlists/write-playlist';
import type { LibraryStore } from '../store/library-store';
import type { FileReader } from './file-reader';
import type { LibraryView } from './library-view';
import type { PlaylistBook } from './playlist-book';

interface Exchange {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly playlists: PlaylistBook;
}

interface Candidate {
  readonly file: ReadPlaylistFile;
  readonly result: MatchResult;
}

/**
 * Makes playlists of a playlist file. Where its encoding is not sure, the one is taken in which most songs are found.
 * @throws MugleError `file-missing`, `file-unreadable`, `timed-out`, `not-a-playlist`
 */
export async function importPlaylists(
  { store, view, playlists, reader }: Exchange & { readonly reader: FileReader },
  file: string,
): Promise<ImportReport> {
  // With its readers of old encodings and of XML, which an engine that opens would wait for.
  const { MOST_BYTES, readPlaylist } = await import('../playlists/read-playlist');
  const readings = await readPlaylist(await bytesOf(reader, file, MOST_BYTES));
  const index = new SongIndex(songsOf(store, view));
  const folder = path.dirname(file);
  const candidates = readings.map((reading) => ({
    file: reading,
    result: matchSongs(reading.playlists, index, folder),
  }));
  const best = candidates.reduce((a, b) => (foundIn(b) > foundIn(a) ? b : a));
  const { format, encoding } = best.file;
  const only = path.basename(file, path.extname(file));
  return {
    file: path.basename(file),
    format,
    encoding,
    mappings: [...best.result.mappings],
    playlists: best.result.playlists
      .filter(({ trackIds, unmatched }) => trackIds.length + unmatched.length > 0)
      .map((list) => keep(playlists, list, only)),
  };
}

/** A list of which nothing was found is told of, not made. */
function keep(
  playlists: PlaylistBook,
  { name, trackIds, byTags, unmatched }: MatchedPlaylist,
  otherwise: string,
): ImportReport['playlists'][number] {
  const named = name.trim().slice(0, 200) || otherwise.trim().slice(0, 200) || 'Playlist';
  const made =
    trackIds.length === 0 ? null : playlists.create(named, trackIds.slice(0, MOST_SONGS));
  return {
    id: made?.id ?? null,
    name: made?.name ?? named,
    songs: made?.trackIds.length ?? 0,
    byTags,
    unmatched: unmatched.slice(0, MOST_UNMATCHED).map(({ line, text }) => ({ line, text })),
    // Of a list longer than any may be, the rest counts as not taken over.
    unmatchedCount: unmatched.length + trackIds.length - (made?.trackIds.length ?? 0),
  };
}

/** Songs as a playlist file holds them; those without a file are left out. */
export function exportPlaylist(
  { view, store }: Exchange,
  { name, trackIds, format, folder, relative }: Request<'playlists:export'>,
): Response<'playlists:export'> {
  const songs = trackIds.flatMap((id): WrittenSong[] => {
    const tags = store.tracks.get(id)?.tags;
    const plays = store.plays.byId.get(id);
    return tags === undefined || !view.isPresent(id)
      ? []
      : [{ ...tags, ...plays, path: view.path(id) }];
  });
  const options = { name, relativeTo: relative ? folder : undefined };
  const { text, leftOut } = write(format, songs, options);
  const written = songs.length - leftOut;
  return { text, songs: written, leftOut: trackIds.length - written };
}

function write(
  format: Request<'playlists:export'>['format'],
  songs: readonly WrittenSong[],
  options: WriteOptions,
): WrittenFile {
  switch (format) {
    case 'm3u8':
      return writeM3u8(songs, options);
    case 'xspf':
      return writeXspf(songs, options);
    case 'rekordbox':
      return writeRekordbox(songs, options);
    case 'csv':
      return writeCsv(songs);
  }
}

function* songsOf(store: LibraryStore, view: LibraryView): Generator<LibrarySong> {
  for (const { id, tags } of store.tracks.values()) {
    if (view.isPresent(id)) {
      const { title, artist, durationSeconds } = tags;
      yield { id, paths: store.pathsOf(id), title, artist, durationSeconds };
    }
  }
}

function foundIn({ result }: Candidate): number {
  return result.playlists.reduce((sum, list) => sum + list.trackIds.length, 0);
}

/** By the reader, since a drive that hangs must cost no more than this file. */
async function bytesOf(reader: FileReader, file: string, most: number): Promise<Uint8Array> {
  const { isFolder, sizeBytes } = await reader.do({ what: 'look', path: file });
  if (isFolder || sizeBytes > most) {
    throw new MugleError(
      'not-a-playlist',
      `${file} is not a file, or larger (${String(sizeBytes)} bytes) than any playlist.`,
      { path: file },
    );
  }
  return reader.do({ what: 'bytes', path: file, from: 0, length: sizeBytes });
}
