import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { createControl, holdCrew } from './crew';
import type { HelpTask, MapTask, TsneTask } from './map-messages';
import { runMapThreads } from './map-threads';
import type { ThreadOptions, ThreadStart } from './run-threads';

export interface RunTsneOptions extends ThreadOptions {
  readonly seed: number;
  /** Which it may take, with a thread each, up to four and one for a small map; all there are when left out. They do not change the map. */
  readonly cores?: number;
  /** Given what holds the work, or lets it go on, as soon as it has begun. */
  readonly steer?: (hold: (held: boolean) => void) => void;
  /** At most so many rounds; see `TsneOptions`. */
  readonly iterations?: number;
}

export interface WorkerLayout {
  /** See `Tsne`: in [−1, 1]. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How far each point can be trusted, in [0, 1]; see `trustOf`. */
  readonly trust: Float32Array;
  /** Seed, perplexity, iterations, the KL that was reached, and the half width; see `Tsne`. */
  readonly params: Readonly<Record<string, number>>;
}

/** With fewer vectors the threads would wait for each other more than they work. */
const FEWEST_SHARED = 2000;
const MOST_THREADS = 4;

/**
 * Makes a map in worker threads, so that the engine goes on answering.
 * @param vectors n × dims finite values; copied, not taken.
 * @throws MugleError `cancelled` when the signal comes (the threads are ended at once), `bad-request`, or `internal` when a
 *   thread fails.
 */
export async function runTsneInWorker(
  vectors: Float32Array,
  dims: number,
  options: RunTsneOptions,
): Promise<WorkerLayout> {
  const start = (): readonly ThreadStart<MapTask>[] => crewFor(vectors, dims, options);
  const { x, y, trust, params } = await runMapThreads('laid-out', start, options);
  return { x, y, trust, params };
}

/** How many threads lay out so many vectors on so many cores. */
export function threadsFor(n: number, cores: number): number {
  return n < FEWEST_SHARED ? 1 : Math.min(MOST_THREADS, cores);
}

/** The thread that makes the map, and those that help it. */
function crewFor(
  vectors: Float32Array,
  dims: number,
  options: RunTsneOptions,
): ThreadStart<MapTask>[] {
  const { seed, iterations } = options;
  const cores = options.cores ?? availableParallelism();
  const threads = threadsFor(vectors.length / dims, cores);
  const control = createControl();
  options.steer?.((held) => {
    holdCrew(control, held);
  });
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const helpers = channels.map(({ port1 }) => port1);
  const own = Float32Array.from(vectors);
  const rounds = iterations === undefined ? {} : { iterations };
  const lead: TsneTask = { role: 'lead', vectors: own, dims, seed, ...rounds, control, helpers };
  return [
    { task: lead, transfer: [own.buffer, ...helpers] },
    ...channels.map(({ port2 }): ThreadStart<MapTask> => {
      const task: HelpTask = { role: 'help', control, port: port2 };
      return { task, transfer: [port2] };
    }),
  ];
}
