import { toErrorRecord } from '../../shared/errors';
import type { EngineEvent } from '../../shared/ipc/contract';
import type { Processor } from '../../shared/settings';
import { fasterProviders } from '../embed/faster-providers';
import type { LibraryStore } from '../store/library-store';
import type { EngineOptions } from './engine-types';
import { FileReader } from './file-reader';
import { forkWorker } from './fork-worker';
import type { LibraryView } from './library-view';
import { MapGrowth } from './map-growth';
import type { MapLayouts } from './map-layouts';
import { WorkerPool } from './worker-pool';

/** A drive may have to spin up, a network to come back; but a person waits less long. */
const FILE_TIME_LIMITS_MS = { 'a scan': 30_000, 'a person': 15_000 };

/** A minute and more of silence from a decoder is a hang; long songs get half a second more per megabyte. */
const songTimeLimitMs = (sizeBytes: number): number =>
  Math.min(600_000, 120_000 + (sizeBytes / 1e6) * 500);

export function growthOf(
  store: LibraryStore,
  view: LibraryView,
  layouts: MapLayouts,
  emit: (event: EngineEvent) => void,
): MapGrowth {
  return new MapGrowth({
    store,
    view,
    layouts,
    changed: (space) => {
      emit({ kind: 'map-changed', space });
    },
    failed: (error) => {
      // Whatever failed of it: who waits for the map waits for a word of this stage.
      emit({ kind: 'notice', error: { ...toErrorRecord(error), stage: 'map' } });
    },
  });
}

/** What the workers may try beside the CPU. */
export function providersFor(options: EngineOptions, processor: Processor): readonly string[] {
  return processor === 'cpu' ? [] : (options.providers ?? fasterProviders());
}

export function poolFor(
  options: EngineOptions,
  size: number,
  emit: (event: EngineEvent) => void,
): WorkerPool {
  return new WorkerPool({
    size,
    spawnWorker: options.spawnWorker ?? forkWorker,
    modelsDir: options.modelsDir,
    providers: providersFor(options, 'automatic'),
    timeLimitMs: options.songTimeLimitMs ?? songTimeLimitMs,
    logger: options.logger,
    processorLost: (error) => {
      emit({ kind: 'notice', error: toErrorRecord(error) });
    },
  });
}

export function readerFor(
  { spawnWorker = forkWorker, fileTimeLimitMs, logger }: EngineOptions,
  whoWaits: keyof typeof FILE_TIME_LIMITS_MS,
): FileReader {
  const timeLimitMs = fileTimeLimitMs ?? FILE_TIME_LIMITS_MS[whoWaits];
  return new FileReader({ spawnWorker, timeLimitMs, logger });
}
