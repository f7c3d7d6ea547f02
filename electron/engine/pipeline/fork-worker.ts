import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WORKER_V8_FLAGS } from '../../shared/worker-memory';
import type { FromWorker, SpawnWorker, WorkerHandle } from './worker-protocol';

/** Where the build puts the worker, seen from any bundle under `build/`. */
const BUNDLED_ENTRY = '../engine-worker/worker.js';

/** glibc keeps freed memory for each thread of the models otherwise; elsewhere these mean nothing. */
const WORKER_MEMORY = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

/**
 * Starts an analysis worker as a child process of plain Node: for the command line and the tests. From the sources it starts what
 * `OK_MUGLE_WORKER` names, a URL, where that is set: the bundle is up in a third of the time.
 */
export function forkWorker(options?: Parameters<SpawnWorker>[0]): WorkerHandle {
  const fromSource = import.meta.url.endsWith('.ts');
  const source = process.env['OK_MUGLE_WORKER'] ?? './worker-entry.ts';
  return forkEntry(new URL(fromSource ? source : BUNDLED_ENTRY, import.meta.url), options);
}

/** Starts any program that speaks the workers' protocol over child_process IPC. */
export function forkEntry(
  entry: URL,
  { quiet = false }: Parameters<SpawnWorker>[0] = {},
): WorkerHandle {
  const fromSource = entry.href.endsWith('.ts');
  const child = fork(fileURLToPath(entry), {
    serialization: 'advanced',
    execArgv: [...WORKER_V8_FLAGS, ...(fromSource ? ['--import', typeScriptLoader()] : [])],
    env: { ...WORKER_MEMORY, ...process.env },
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  // Without a listener an 'error' would throw; 'exit' may not follow when the process never started.
  let ended = false;
  const onEnd = (listener: (code: number | null) => void, code: number | null): void => {
    if (!ended) {
      ended = true;
      listener(code);
    }
  };
  return {
    post: (message) => {
      if (child.connected) {
        child.send(message, () => undefined);
      }
    },
    onMessage: (listener) => {
      child.on('message', (message) => {
        listener(message as FromWorker);
      });
    },
    onExit: (listener) => {
      child.on('exit', (code) => {
        onEnd(listener, code);
      });
      child.on('error', () => {
        onEnd(listener, null);
      });
    },
    kill: () => {
      child.kill('SIGKILL');
      // One that waits for a dead drive ends only when that answers; a command that is done does not wait for it.
      child.unref();
      child.channel?.unref();
    },
  };
}

function typeScriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
