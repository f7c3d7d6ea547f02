import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Heard, Hearing } from './hearing';
import type { ToEars } from './hearing-worker';

export interface HearAllOptions {
  readonly cacheDir: string;
  readonly plainPath?: string | undefined;
  /** Processes; as many as there are cores when left out. */
  readonly processes?: number;
  readonly tell: (text: string) => void;
}

type Answer =
  | { readonly number: number; readonly heard: Heard }
  | { readonly number: number; readonly problem: string };

/** How often progress is told, in sounds. */
const TOLD_EVERY = 100;

/** Hears everything in several processes. What cannot be heard is told and left `undefined`; the order is that of `hearings`. */
export async function hearAll(
  hearings: readonly Hearing[],
  { cacheDir, plainPath, processes = os.availableParallelism(), tell }: HearAllOptions,
): Promise<readonly (Heard | undefined)[]> {
  const results: (Heard | undefined)[] = Array.from({ length: hearings.length });
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    const ears = startEars({ kind: 'open', cacheDir, plainPath });
    try {
      while (next < hearings.length) {
        const number = next;
        next += 1;
        const answer = await ears.hear(number, hearings[number]!);
        if ('heard' in answer) {
          results[number] = answer.heard;
        } else {
          tell(`left out: ${nameOf(hearings[number]!)}: ${answer.problem}`);
        }
        done += 1;
        if (done % TOLD_EVERY === 0) {
          tell(`${done} of ${hearings.length} heard`);
        }
      }
    } finally {
      ears.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, hearings.length) }, lane));
  return results;
}

function nameOf(hearing: Hearing): string {
  return hearing.kind === 'midi' ? `a rendering with ${hearing.font}` : hearing.path;
}

function startEars(open: ToEars): {
  hear(number: number, hearing: Hearing): Promise<Answer>;
  end(): void;
} {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(new URL('./hearing-worker.ts', import.meta.url)), {
    serialization: 'advanced',
    execArgv: ['--import', loader],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(open);
  return {
    hear: (number, hearing) =>
      new Promise((resolve, reject) => {
        const onMessage = (message: unknown): void => {
          child.off('exit', onExit);
          resolve(message as Answer);
        };
        const onExit = (code: number | null): void => {
          child.off('message', onMessage);
          reject(new Error(`the process that listens ended with ${String(code)}.`));
        };
        child.once('message', onMessage);
        child.once('exit', onExit);
        child.send({ kind: 'hear', number, hearing } satisfies ToEars);
      }),
    end: () => {
      child.disconnect();
    },
  };
}
