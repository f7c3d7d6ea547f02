import type { ColumnReader, LanceTable } from './lance-table';
import type { Tables } from './library-tables';
import { readMeta } from './library-tables';
import { failuresFrom, filesFrom, layoutsFrom, tracksFrom } from './record-columns';
import type {
  ModelScores,
  StoredFailure,
  StoredFile,
  StoredLayout,
  StoredTrack,
} from './stored-records';

interface StoredRows {
  readonly notes: Map<string, string>;
  readonly tracks: Iterable<StoredTrack>;
  readonly files: Iterable<StoredFile>;
  readonly failures: Map<string, StoredFailure>;
  readonly layouts: readonly (readonly [key: string, layout: StoredLayout])[];
  readonly playlistRows: ColumnReader;
  readonly playRows: ColumnReader;
  readonly feedbackRows: ColumnReader;
}

/** All that a library holds but its vectors and scores, read at the same time. */
export async function readTables({
  meta,
  tracks,
  files,
  failures,
  layouts,
  playlists,
  plays,
  feedback,
}: Tables): Promise<StoredRows> {
  const [
    notes,
    trackRows,
    fileRows,
    failureRows,
    layoutRows,
    playlistRows,
    playRows,
    feedbackRows,
  ] = await Promise.all([
    readMeta(meta),
    tracks.read(),
    files.read(),
    failures.read(),
    layouts.read(),
    playlists.read(),
    plays.read(),
    feedback.read(),
  ]);
  return {
    notes,
    tracks: tracksFrom(trackRows),
    files: filesFrom(fileRows),
    failures: new Map([...failuresFrom(failureRows)].map((failure) => [failure.path, failure])),
    layouts: [...layoutsFrom(layoutRows)],
    playlistRows,
    playRows,
    feedbackRows,
  };
}

/** The tag scores of these keys, first those that wait to be written; those that are not there are left out. */
export async function readScores(
  table: LanceTable,
  waiting: ReadonlyMap<string, ModelScores>,
  keys: readonly string[],
): Promise<readonly ModelScores[]> {
  const found = keys.flatMap((key) => waiting.get(key) ?? []);
  const missing = keys.filter((key) => !waiting.has(key));
  if (missing.length === 0) {
    return found;
  }
  const reader = await table.read(missing);
  const model = reader.text('model');
  const read = reader.floats('scores').map((scores, row) => ({ model: model[row] ?? '', scores }));
  return [...found, ...read];
}
