import type { Response } from '../../shared/ipc/contract';
import type { TrackColumns, TrackState } from '../../shared/records';
import { TRACK_STATES } from '../../shared/records';
import { splitTexts } from '../../shared/text-column';
import type { ColumnReader } from '../store/lance-table';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import type { ReadSongs } from '../store/store-interface';
import type { EngineOptions } from './engine-types';
import { leavesNothingOut } from './left-out';

export interface OpenedStore {
  readonly store: LibraryStore;
  /** That of its rows as they are now. */
  readonly firstVersion: number;
}

/**
 * Opens the library of an engine, and tells its rows as they were saved on the way.
 * @returns the store, and the version its rows begin with: that of those which were told where they are the same, else a later one, so
 *   that a window asks for all of them
 */
export async function openStore(options: EngineOptions): Promise<OpenedStore> {
  const { libraryDir, logger, vectorsAfter = Promise.resolve() } = options;
  let told = 0;
  const songsRead = (read: ReadSongs): Promise<void> => {
    const rows = options.savedRows === undefined ? undefined : savedRows(read);
    told = rows?.version ?? 0;
    return (rows && options.savedRows?.(rows)) ?? Promise.resolve();
  };
  const store = await openLibraryStore(libraryDir, { logger, songsRead, vectorsAfter });
  const isAsTold = told > 0 && store.isAsSaved;
  return { store, firstVersion: isAsTold ? told : Math.max(told + 1, Date.now()) };
}

/**
 * The rows of a library as they were saved, straight from its columns: a window that opens has its songs before anything is made of
 * them. They are those that `LibraryView` gives as long as nothing is changed by the opening.
 * @returns undefined where rules or a removed folder hide songs: which of them is known only later
 */
function savedRows({ notes, tracks, plays }: ReadSongs): Response<'library:rows'> | undefined {
  const state = statesOf(tracks);
  return state === undefined || !leavesNothingOut(notes.get('excludes'))
    ? undefined
    : { version: Date.now(), reset: true, rows: columnsOf(tracks, plays, state), removed: [] };
}

function columnsOf(
  tracks: ColumnReader,
  plays: ColumnReader,
  state: Uint8Array<ArrayBuffer>,
): TrackColumns {
  const floats = (name: string): Float32Array<ArrayBuffer> =>
    Float32Array.from(tracks.numbers(name));
  return {
    id: tracks.joinedText('id'),
    title: tracks.joinedText('title'),
    artist: tracks.dictionary('artist'),
    album: tracks.dictionary('album'),
    albumArtist: tracks.dictionary('albumArtist'),
    genre: tracks.dictionary('genre'),
    year: floats('year'),
    durationSeconds: floats('durationSeconds'),
    trackNumber: floats('trackNumber'),
    discNumber: floats('discNumber'),
    // Nothing is between none and one.
    hasCover: Uint8Array.from(tracks.numbers('hasCover')),
    tempo: floats('tempo'),
    key: keysOf(tracks.numbers('key')),
    loudness: floats('loudness'),
    state,
    ...playColumnsOf(tracks, plays),
  };
}

/** −1 where it is not known. */
function keysOf(saved: Float64Array): Int8Array<ArrayBuffer> {
  const keys = new Int8Array(saved.length);
  for (let row = 0; row < saved.length; row++) {
    const key = saved[row] ?? Number.NaN;
    keys[row] = Number.isNaN(key) ? -1 : key;
  }
  return keys;
}

/** Undefined where one is hidden, or is none that is known: what reads it properly tells of that. */
function statesOf(tracks: ColumnReader): Uint8Array<ArrayBuffer> | undefined {
  const missingSince = tracks.numbers('missingSince');
  const isMissing = missingSince.some((since) => !Number.isNaN(since));
  const lostAt = isMissing ? tracks.text('missingPath') : [];
  const { values, codes } = tracks.dictionary('state');
  const stateOfCode = splitTexts(values).map((state) => TRACK_STATES.indexOf(state as TrackState));
  const states = new Uint8Array(tracks.rows);
  for (let row = 0; row < tracks.rows; row++) {
    const isLost = isMissing && !Number.isNaN(missingSince[row]);
    const state = isLost ? TRACK_STATES.indexOf('missing') : (stateOfCode[codes[row] ?? 0] ?? -1);
    if (state < 0 || (isLost && lostAt[row] === '')) {
      return undefined;
    }
    states[row] = state;
  }
  return states;
}

function playColumnsOf(
  tracks: ColumnReader,
  played: ColumnReader,
): Pick<TrackColumns, 'plays' | 'lastPlayed'> {
  const plays = new Uint32Array(tracks.rows);
  const lastPlayed = new Float64Array(tracks.rows).fill(Number.NaN);
  if (played.rows > 0) {
    const counts = played.numbers('plays');
    const times = played.numbers('lastPlayed');
    const rowOf = new Map(played.text('id').map((id, row) => [id, row]));
    for (const [row, id] of tracks.text('id').entries()) {
      const at = rowOf.get(id);
      if (at !== undefined) {
        plays[row] = counts[at] ?? 0;
        lastPlayed[row] = times[at] ?? Number.NaN;
      }
    }
  }
  return { plays, lastPlayed };
}
