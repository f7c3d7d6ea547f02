import type { Transferable } from 'node:worker_threads';
import { MugleError } from '../../shared/errors';
import type { ThreadErrors, ThreadOptions } from '../map/run-threads';
import { runThreads } from '../map/run-threads';
import { threadEntry } from '../map/thread-entry';
import type {
  FromMusic2Vec,
  Music2VecName,
  Music2VecWork,
} from '../playlists/music2vec/music2vec-tasks';

const SOURCE_ENTRY = '../playlists/music2vec/music2vec-worker.ts';
const BUNDLED_ENTRY = '../lists-worker/worker.js';

type Done = Extract<FromMusic2Vec, { readonly kind: 'done' }>;

/**
 * Does one task of Music2Vec in a thread, so that the engine goes on answering.
 * @param transfer buffers of the task that are not needed here any more.
 * @throws MugleError `cancelled` when the signal comes (the thread is ended at once), or `internal` when the thread fails.
 */
export async function runMusic2Vec<N extends Music2VecName>(
  what: N,
  task: Music2VecWork[N]['task'],
  options: ThreadOptions,
  transfer: readonly Transferable[] = [],
): Promise<Music2VecWork[N]['result']> {
  const { result } = await runThreads<Done, 'done'>(
    'done',
    () => [{ task: { what, task }, transfer }],
    { entry: threadEntry(import.meta.url, SOURCE_ENTRY, BUNDLED_ENTRY), ...options },
    ERRORS,
  );
  return result;
}

const ERRORS: ThreadErrors = {
  cancelled: () =>
    new MugleError(
      'cancelled',
      'Learning from lists was cancelled. What was learned before stays.',
    ),
  failed: (how, cause) =>
    new MugleError('internal', `The thread that learns from lists ${how}.`, { cause }),
};
