import { createHash } from 'node:crypto';
import { toErrorRecord } from '../../../shared/errors';
import { doFileJob } from '../file-jobs';
import type {
  FromWorker,
  HeardSong,
  SpawnWorker,
  ToWorker,
  WorkerHandle,
} from '../worker-protocol';

/** Workers in this process that listen to a song when the test says so: no decoder, no models, no waiting. */
export interface ObedientWorkers {
  readonly spawnWorker: SpawnWorker;
  /** The songs being listened to now, by path. */
  readonly listening: () => readonly string[];
  /** All songs that reached a worker so far. */
  readonly begun: readonly string[];
  /** Workers that are up. */
  readonly count: () => number;
  /** Ends the songs that are being listened to now. */
  finish(): void;
  /** From now on every song ends by itself at once; those called `bad…` fail, those called `held…` for a reason that may pass. */
  setQuick(quick: boolean): void;
}

/**
 * @param models the ids that the songs are said to have been heard with, sorted.
 * @param hear what they hear in a song, between 0 and 255 by its path; a direction in two dimensions when left out.
 */
export function obedientWorkers(
  models: readonly string[],
  hear: (angle: number) => HeardSong['vectors'] = inTwoDimensions,
): ObedientWorkers {
  const floor: Floor = { models, hear, open: new Map(), begun: [], quick: false, count: 0 };
  const finish = (): void => {
    for (const end of [...floor.open.values()]) {
      end();
    }
  };
  return {
    spawnWorker: () => hire(floor),
    begun: floor.begun,
    listening: () => [...floor.open.keys()],
    count: () => floor.count,
    finish,
    setQuick: (quick) => {
      floor.quick = quick;
      if (quick) {
        finish();
      }
    },
  };
}

/** What all workers of one test share. */
interface Floor {
  readonly models: readonly string[];
  readonly hear: (angle: number) => HeardSong['vectors'];
  readonly open: Map<string, () => void>;
  readonly begun: string[];
  quick: boolean;
  count: number;
}

function hire(floor: Floor): WorkerHandle {
  let listener: (message: FromWorker) => void = () => undefined;
  let exit: (code: number | null) => void = () => undefined;
  let alive = true;
  let listens = false;
  const tell = (message: FromWorker): void => {
    setImmediate(() => {
      if (alive) {
        listener(message);
      }
    });
  };
  tell({ kind: 'up' });
  const begin = (task: number, path: string): void => {
    floor.begun.push(path);
    floor.open.set(path, () => {
      floor.open.delete(path);
      tell(answerFor(task, path, floor));
    });
    if (floor.quick) {
      floor.open.get(path)?.();
    }
  };
  return {
    post: (message: ToWorker) => {
      const processor = { provider: 'cpu', songMs: null, cpuSongMs: null, rejected: [] };
      if (message.kind === 'init') {
        floor.count++;
        listens = true;
        tell({ kind: 'ready', models: floor.models, processor });
      } else if (message.kind === 'try') {
        tell({ kind: 'tried', processor });
      } else if (message.kind === 'file-job') {
        void readFor(message, tell);
      } else {
        begin(message.task, message.path);
      }
    },
    onMessage: (next) => {
      listener = next;
    },
    onExit: (next) => {
      exit = next;
    },
    kill: () => {
      floor.count -= alive && listens ? 1 : 0;
      alive = false;
      setImmediate(exit, null);
    },
  };
}

/** Files are read as ever. */
async function readFor(
  { task, job }: Extract<ToWorker, { kind: 'file-job' }>,
  tell: (message: FromWorker) => void,
): Promise<void> {
  try {
    const value = await doFileJob(job, (part) => {
      tell({ kind: 'part', task, part });
    });
    tell({ kind: 'done', task, value });
  } catch (thrown) {
    tell({ kind: 'failed', task, error: toErrorRecord(thrown, { stage: 'scan' }) });
  }
}

function inTwoDimensions(angle: number): HeardSong['vectors'] {
  return { genre: Float32Array.of(Math.cos(angle), Math.sin(angle)) };
}

function answerFor(task: number, path: string, { models, hear }: Floor): FromWorker {
  if (/[/\\]bad[^/\\]*$/.test(path)) {
    return {
      kind: 'failed',
      task,
      error: { kind: 'damaged-audio', message: `${path} is bad.`, path, stage: 'decode' },
    };
  }
  if (/[/\\]held[^/\\]*$/.test(path)) {
    const message = `${path} cannot be read now.`;
    return {
      kind: 'failed',
      task,
      error: { kind: 'file-unreadable', message, path, stage: 'scan' },
    };
  }
  const [angle = 0] = createHash('sha1').update(path).digest();
  return {
    kind: 'heard',
    task,
    song: {
      models,
      vectors: hear(angle),
      tagScores: [],
      sound: { tempo: null, key: null, loudness: null },
      passages: {},
      durationSeconds: 1,
      warnings: [],
      stageMs: { decode: 0, describe: 0, embed: 0 },
      cpuSeconds: 0,
      peakRssBytes: 0,
    },
  };
}
