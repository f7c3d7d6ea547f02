import type { TrackTags } from '../../shared/records';
import type { EngineLogger } from './engine-types';
import { FileReader } from './file-reader';
import { forkWorker } from './fork-worker';

/** A drive may have to spin up, a network to come back. */
const TIME_LIMIT_MS = 30_000;

/**
 * What any file says about itself, without a library. Read by a process of its own: a drive may hang.
 * @throws MugleError `file-missing`, `not-a-regular-file`, `timed-out`, or from the tag reader.
 */
export async function readFileTags(
  path: string,
  {
    logger,
    timeLimitMs = TIME_LIMIT_MS,
  }: { readonly logger: Pick<EngineLogger, 'warn'>; readonly timeLimitMs?: number },
): Promise<{ readonly tags: TrackTags; readonly warnings: readonly string[] }> {
  const reader = new FileReader({ spawnWorker: forkWorker, timeLimitMs, logger });
  try {
    return await reader.do({ what: 'tags', path });
  } finally {
    reader.close();
  }
}
