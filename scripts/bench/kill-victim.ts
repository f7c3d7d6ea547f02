import { writeSync } from 'node:fs';
import { splitTexts } from '../../electron/shared/text-column';
import type { Engine, SpawnWorker } from '../../electron/engine/index';
import { createEngine, forkWorker } from '../../electron/engine/index';
import { forkEntry } from '../../electron/engine/pipeline/fork-worker';
import { TRACK_STATES } from '../../electron/shared/records';

/** What the bench has an engine do until it is killed. */
export interface VictimTask {
  readonly libraryDir: string;
  readonly cacheDir: string;
  readonly modelsDir: string;
  readonly music: string;
  readonly saveIntervalMs: number;
  readonly job: 'scan' | 'map';
  /** Real workers with the real models, instead of those that answer at once. */
  readonly isReal: boolean;
}

/** What it says meanwhile, a line of JSON each. */
export type VictimLine =
  | { readonly kind: 'opened' | 'finished' | 'failed'; readonly at: number; readonly text?: string }
  /** Shown to a person as analysed. */
  | { readonly kind: 'shown'; readonly at: number; readonly ids: readonly string[] }
  /** The job came to its next phase. */
  | { readonly kind: 'phase'; readonly at: number; readonly phase: string }
  /** Handed to a worker. */
  | { readonly kind: 'listen'; readonly at: number; readonly path: string };

function say(line: VictimLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Real or quick workers, each song told of. */
function workersOf({ isReal }: VictimTask): SpawnWorker {
  return () => {
    const worker = isReal ? forkWorker() : forkEntry(new URL('./kill-worker.ts', import.meta.url));
    return {
      ...worker,
      post: (message) => {
        if (message.kind === 'analyse') {
          say({ kind: 'listen', at: Date.now(), path: message.path });
        }
        worker.post(message);
      },
    };
  };
}

/** Asks for rows as a window does, and tells which are shown as analysed. */
async function tellShown(engine: Engine, since: number): Promise<number> {
  const { version, rows } = await engine.handle('library:rows', { since });
  const analysed = TRACK_STATES.indexOf('analysed');
  const ids = splitTexts(rows.id).filter((_, index) => rows.state[index] === analysed);
  if (since > 0 && ids.length > 0) {
    say({ kind: 'shown', at: Date.now(), ids });
  }
  return version;
}

async function run(task: VictimTask): Promise<void> {
  const engine = await createEngine({
    ...task,
    workers: 2,
    spawnWorker: workersOf(task),
    logger: { info: () => undefined, warn: (text) => process.stderr.write(`${text}\n`) },
  });
  say({ kind: 'opened', at: Date.now() });
  let version = await tellShown(engine, 0);
  const start = async (): Promise<void> => {
    await (task.job === 'map'
      ? engine.handle('map:compute', { space: 'genre' })
      : engine.handle('library:add-roots', { paths: [task.music] }));
  };
  let phase = '';
  engine.onEvent((event) => {
    if (event.kind === 'library-changed') {
      void tellShown(engine, version).then((next) => (version = next));
    } else if (event.kind === 'job' && event.event.kind === 'progress') {
      if (event.event.phase !== phase) {
        ({ phase } = event.event);
        say({ kind: 'phase', at: Date.now(), phase });
      }
    } else if (event.kind === 'job' && event.event.kind === 'finished') {
      const { error } = event.event;
      say(
        error === undefined
          ? { kind: 'finished', at: Date.now() }
          : { kind: 'failed', at: Date.now(), text: error.message },
      );
      // Maps are made again and again, so that kills meet their saving.
      void (task.job === 'map' ? start() : undefined);
    }
  });
  await start();
}

await run(JSON.parse(process.argv[2] ?? '{}') as VictimTask);
