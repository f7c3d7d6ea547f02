import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineEvent } from '../../../shared/ipc/contract';
import type { JobEvent, JobId } from '../../../shared/progress';
import { createEngine } from '../engine';
import type { Engine, EngineOptions } from '../engine-types';

export const MODELS = fileURLToPath(new URL('../../../../native-models', import.meta.url));
export const FIXTURES = fileURLToPath(new URL('../../../../e2e/fixtures/audio', import.meta.url));

export type Finished = Extract<JobEvent, { kind: 'finished' }>;

/** A real engine over a library in a temporary folder, with a music folder beside it. */
export interface Bench {
  readonly music: string;
  readonly engine: Engine;
  readonly events: EngineEvent[];
  /** Runs a job to its end. */
  run(start: (engine: Engine) => Promise<JobId>): Promise<Finished>;
  /** Closes the engine and opens the same library again. */
  reopen(change?: Partial<EngineOptions>): Promise<Bench>;
  remove(): Promise<void>;
}

export async function openBench(change: Partial<EngineOptions> = {}): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-engine-'));
  await mkdir(path.join(folder, 'music'));
  return openIn(folder, change);
}

async function openIn(folder: string, change: Partial<EngineOptions>): Promise<Bench> {
  const engine = await createEngine({
    libraryDir: path.join(folder, 'library.lance'),
    cacheDir: path.join(folder, 'cache'),
    modelsDir: MODELS,
    workers: 1,
    logger: { info: () => undefined, warn: () => undefined },
    ...change,
  });
  const events: EngineEvent[] = [];
  engine.onEvent((event) => events.push(event));
  return {
    music: path.join(folder, 'music'),
    engine,
    events,
    run: (start) => runJob(engine, () => start(engine)),
    reopen: async (next = {}) => {
      await engine.close();
      return openIn(folder, { ...change, ...next });
    },
    remove: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a job to its end. */
export async function runJob(engine: Engine, start: () => Promise<JobId>): Promise<Finished> {
  let unlisten: () => void = () => undefined;
  const ended = new Promise<Finished>((resolve) => {
    unlisten = engine.onEvent((event) => {
      if (event.kind === 'job' && event.event.kind === 'finished') {
        resolve(event.event);
      }
    });
  });
  await start();
  const finished = await ended;
  unlisten();
  return finished;
}
