import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { duplicateAnswers } from '../../electron/engine/pipeline/duplicates';
import { LeftOut } from '../../electron/engine/pipeline/left-out';
import { LibraryView } from '../../electron/engine/pipeline/library-view';
import { RecordingSearch } from '../../electron/engine/pipeline/recording-search';
import { VersionFolds } from '../../electron/engine/pipeline/version-folds';
import type { LibraryStore } from '../../electron/engine/store/library-store';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import { fillLibrary, syntheticId } from './synthetic-library';

const ROWS = [100_000];
/** One song of so many has a copy under another name. */
const COPIED = 100;

interface DuplicatesBenchOptions {
  /** Songs of each library besides the copies; 100,000 when left out. */
  readonly rows?: readonly number[];
  readonly tell: (text: string) => void;
}

interface DuplicatesRun {
  readonly rows: number;
  readonly copies: number;
  /** Groups that were found; there is one for each copy. */
  readonly found: number;
  /** The first look, and another while nothing has changed. */
  readonly seconds: number;
  readonly againSeconds: number;
  /** Cosines that were worked out to find songs that may be the same. */
  readonly comparisons: number;
  /** The longest that the first look held up everything else on its thread. */
  readonly longestStretchMs: number;
}

/** Looks for duplicates in libraries of synthetic songs, as the view does when it is opened. */
export async function runDuplicatesBench({
  rows: sizes = ROWS,
  tell,
}: DuplicatesBenchOptions): Promise<{ readonly runs: readonly DuplicatesRun[] }> {
  const runs: DuplicatesRun[] = [];
  for (const rows of sizes) {
    runs.push(await measureLibrary(rows, tell));
  }
  return { runs };
}

async function measureLibrary(rows: number, tell: (text: string) => void): Promise<DuplicatesRun> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-bench-'));
  const libraryDir = path.join(scratch, 'library.lance');
  try {
    tell(`Filling a library with ${String(rows)} songs`);
    await fillLibrary(libraryDir, rows);
    const logger = { info: () => undefined, warn: tell };
    const store = await openLibraryStore(libraryDir, { logger });
    try {
      const copies = putCopies(store, rows);
      return { rows, copies, ...(await look(store, tell)) };
    } finally {
      await store.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function putCopies(store: LibraryStore, rows: number): number {
  let copies = 0;
  for (let row = 0; row < rows; row += COPIED) {
    const track = store.tracks.get(syntheticId(row));
    const [genre, melody] = [store.space('genre'), store.space('melody')].map((space) =>
      space?.get(syntheticId(row)),
    );
    if (track !== undefined && genre !== undefined && melody !== undefined) {
      const id = syntheticId(rows + copies);
      store.putAnalysis({ id, vectors: { genre, melody }, tagScores: [] });
      store.putTrack({ ...track, id, tags: { ...track.tags, title: `Copy ${String(row)}` } });
      store.putFile({ path: `/copies/${String(row)}.mp3`, sizeBytes: 1, mtimeMs: 1, trackId: id });
      copies += 1;
    }
  }
  return copies;
}

async function look(
  store: LibraryStore,
  tell: (text: string) => void,
): Promise<Omit<DuplicatesRun, 'rows' | 'copies'>> {
  const view = new LibraryView(store, new LeftOut(store), () => undefined);
  const parts = { store, view, versions: new VersionFolds(store) };
  const search = new RecordingSearch(parts);
  const list = duplicateAnswers(parts, search)['duplicates:list'];
  tell('Looking for copies');
  const started = performance.now();
  const first = Promise.resolve(list({}));
  const longestStretchMs = await longestStretchUntil(first);
  const { total } = await first;
  const seconds = (performance.now() - started) / 1000;
  const again = performance.now();
  await list({});
  const againSeconds = (performance.now() - again) / 1000;
  const comparisons = (await search.look()).compared;
  return { found: total, seconds, againSeconds, comparisons, longestStretchMs };
}

/** Takes a turn whenever there is one. */
async function longestStretchUntil(end: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const onTurn = (): void => {
    look();
    turn = setImmediate(onTurn);
  };
  let turn = setImmediate(onTurn);
  try {
    await end;
    look();
    return longest;
  } finally {
    clearImmediate(turn);
  }
}
