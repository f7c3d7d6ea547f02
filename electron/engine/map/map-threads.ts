import { MugleError } from '../../shared/errors';
import type { FromMapThread, MapTask } from './map-messages';
import type { FromThread, ThreadErrors, ThreadOptions, ThreadStart } from './run-threads';
import { runThreads } from './run-threads';
import { threadEntry } from './thread-entry';

/** Where the build puts the threads' program, seen from any bundle under `build/`. */
const BUNDLED_ENTRY = '../map-worker/worker.js';

type Result = Exclude<FromMapThread, FromThread>;

/**
 * Runs the map's threads until one of them has the result of this kind; see `runThreads`.
 * @throws MugleError `cancelled`, what a thread said, or `internal` when one fails.
 */
export function runMapThreads<K extends Result['kind']>(
  kind: K,
  start: () => readonly ThreadStart<MapTask>[],
  options: ThreadOptions,
): Promise<Extract<Result, { readonly kind: K }>> {
  return runThreads<Result, K>(
    kind,
    start,
    { entry: ownEntry(import.meta.url), ...options },
    ERRORS,
  );
}

/** The worker beside the module at `from`. */
export function ownEntry(from: string): URL {
  return threadEntry(from, './tsne-worker.ts', BUNDLED_ENTRY);
}

const ERRORS: ThreadErrors = {
  cancelled: () => new MugleError('cancelled', 'The map was cancelled.', { stage: 'map' }),
  failed: (how, cause) =>
    new MugleError('internal', `The map's worker ${how}.`, { stage: 'map', cause }),
};
