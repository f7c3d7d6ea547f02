import { MessageChannelMain, utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import type { FromHost, ToHost, WorkerPortMessage } from '../../shared/ipc/host-protocol';
import { WORKER_V8_FLAGS } from '../../shared/worker-memory';
import type { Logger } from '../logger';
import type { HostProcess } from './host-process';

/** The engine collects garbage when it is at rest; see `IdleCollection`. */
const HOST_ARGUMENTS = ['--js-flags=--expose-gc'];
/** Electron takes V8's flags in one argument. */
const WORKER_ARGUMENTS = [`--js-flags=${WORKER_V8_FLAGS.join(' ')}`];

/** Entries of the two kinds of processes. */
export interface EngineEntries {
  readonly host: string;
  readonly worker: string;
}

/**
 * Forks the engine host as a utility process, and analysis workers whenever it asks for one. A worker talks to the
 * host over a port of its own, so songs and vectors never pass through main.
 */
export function startUtilityHost(entries: EngineEntries, logger: Logger): HostProcess {
  const host = fork(entries.host, 'OK Mugle engine', logger, HOST_ARGUMENTS);
  const post = (message: ToHost, ports: Electron.MessagePortMain[] = []): void => {
    host.postMessage(message, ports);
  };
  const workers = new Workers(entries.worker, post, logger);
  host.on('message', (message: FromHost) => {
    if (message.kind === 'spawn-worker') {
      workers.spawn(message.id);
    } else if (message.kind === 'kill-worker') {
      workers.kill(message.id);
    }
  });
  // A worker without its host has nobody to listen for.
  host.on('exit', () => {
    workers.killAll();
  });
  return {
    post: (message) => {
      post(message);
    },
    onMessage: (listener) => {
      host.on('message', listener);
    },
    onExit: (listener) => {
      host.on('exit', listener);
    },
    kill: () => {
      host.kill();
    },
  };
}

class Workers {
  readonly #entry: string;
  readonly #toHost: (message: ToHost, ports?: Electron.MessagePortMain[]) => void;
  readonly #logger: Logger;
  readonly #running = new Map<number, UtilityProcess>();
  #hostIsGone = false;

  constructor(
    entry: string,
    toHost: (message: ToHost, ports?: Electron.MessagePortMain[]) => void,
    logger: Logger,
  ) {
    this.#entry = entry;
    this.#toHost = toHost;
    this.#logger = logger;
  }

  spawn(id: number): void {
    const worker = fork(this.#entry, 'OK Mugle listener', this.#logger, WORKER_ARGUMENTS);
    this.#running.set(id, worker);
    worker.on('exit', (code) => {
      this.#running.delete(id);
      if (!this.#hostIsGone) {
        this.#toHost({ kind: 'worker-exit', id, code });
      }
    });
    const { port1, port2 } = new MessageChannelMain();
    worker.postMessage({ kind: 'port' } satisfies WorkerPortMessage, [port1]);
    this.#toHost({ kind: 'worker-port', id }, [port2]);
  }

  kill(id: number): void {
    this.#running.get(id)?.kill();
  }

  killAll(): void {
    this.#hostIsGone = true;
    for (const worker of this.#running.values()) {
      worker.kill();
    }
  }
}

function fork(
  entry: string,
  serviceName: string,
  logger: Logger,
  execArgv: string[],
): UtilityProcess {
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: 'pipe', execArgv });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      logger.info(`${serviceName}: ${chunk.toString('utf8').trimEnd()}`);
    });
  }
  return child;
}
