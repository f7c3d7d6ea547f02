import type { SpaceName } from '../../shared/records';
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
  readonly layouts: Map<SpaceName, StoredLayout>;
  readonly playlistRows: ColumnReader;
}

/** All that a library holds but its vectors and scores, read at the same time. */
export async function readTables({
  meta,
  tracks,
  files,
  failures,
  layouts,
  playlists,
}: Tables): Promise<StoredRows> {
  const [notes, trackRows, fileRows, failureRows, layoutRows, playlistRows] = await Promise.all([
    readMeta(meta),
    tracks.read(),
    files.read(),
    failures.read(),
    layouts.read(),
    playlists.read(),
  ]);
  return {
    notes,
    tracks: tracksFrom(trackRows),
    files: filesFrom(fileRows),
    failures: new Map([...failuresFrom(failureRows)].map((failure) => [failure.path, failure])),
    layouts: new Map([...layoutsFrom(layoutRows)].map((layout) => [layout.space, layout])),
    playlistRows,
  };
}

/** The tag scores of these keys; those that are not there are left out. */
export async function readScores(
  table: LanceTable,
  keys: readonly string[],
): Promise<readonly ModelScores[]> {
  const reader = await table.read(keys);
  const model = reader.text('model');
  return reader.floats('scores').map((scores, row) => ({ model: model[row] ?? '', scores }));
}
