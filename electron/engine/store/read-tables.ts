import type { ColumnReader } from './lance-table';
import type { Tables } from './library-tables';
import { readMeta } from './library-tables';
import type { KnownTracks } from './record-columns';
import { failuresFrom, filesFrom, layoutsFrom, tracksFrom } from './record-columns';
import type { ReadSongs } from './store-interface';
import type { StoredFailure, StoredFile, StoredLayout, StoredTrack } from './stored-records';

interface StoredRows {
  readonly notes: Map<string, string>;
  readonly tracks: Iterable<StoredTrack>;
  readonly files: Iterable<StoredFile>;
  readonly failures: Map<string, StoredFailure>;
  readonly layouts: Iterable<readonly [key: string, layout: StoredLayout]>;
  readonly playlistRows: ColumnReader;
  readonly playRows: ColumnReader;
  readonly feedbackRows: ColumnReader;
}

/**
 * All that a library holds but its vectors and scores.
 * @param known songs by id. Those of `tracks` are to be put there before `files` and `layouts`, which refer to them, are gone through.
 */
export async function readTables(
  tables: Tables,
  known: KnownTracks,
  songsRead: ((read: ReadSongs) => Promise<void>) | undefined,
): Promise<StoredRows> {
  const { meta, tracks, files, failures, layouts, playlists, plays, feedback } = tables;
  const [notes, trackRows, playRows] = await Promise.all([
    readMeta(meta),
    tracks.read(),
    plays.read(),
  ]);
  await songsRead?.({ notes, tracks: trackRows, plays: playRows });
  const [fileRows, failureRows, layoutRows, playlistRows, feedbackRows] = await Promise.all([
    files.read(),
    failures.read(),
    layouts.read(),
    playlists.read(),
    feedback.read(),
  ]);
  return {
    notes,
    tracks: tracksFrom(trackRows),
    files: filesFrom(fileRows, known),
    failures: new Map([...failuresFrom(failureRows)].map((failure) => [failure.path, failure])),
    layouts: layoutsFrom(layoutRows, known),
    playlistRows,
    playRows,
    feedbackRows,
  };
}
