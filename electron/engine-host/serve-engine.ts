import type { DuplexPort, Engine, EngineOptions } from '../engine/index';
import { assertNever, MugleError, toErrorRecord } from '../shared/errors';
import type { FromHost, HostInit, HostRequest, ToHost } from '../shared/ipc/host-protocol';
import { WorkerBroker } from './worker-broker';

/** From an open library on, for the window to ask for its rows. */
const ROWS_LIMIT_MS = 3_000;

/**
 * Binds an engine to a port: opens it on `init`, answers requests, passes events on, closes it on `close`.
 * The same over Electron's ports and a Node MessageChannel.
 * @param open makes the engine; `createEngine` in the product.
 * @param onClosed is told once there is nothing left to serve.
 */
export function serveEngine(
  port: DuplexPort,
  open: (options: EngineOptions) => Promise<Engine>,
  onClosed: () => void,
): void {
  const post = (message: FromHost): void => {
    port.post(message);
  };
  const broker = new WorkerBroker(post);
  let engine: Promise<Engine> | undefined;
  const rowsFirst = new RowsFirst();

  const close = async (): Promise<void> => {
    rowsFirst.end();
    try {
      await (await engine)?.close();
    } catch (thrown) {
      // The library could not be opened, or not be written to the end: main has the reason in its log.
      post({ kind: 'log', level: 'error', message: toErrorRecord(thrown).message });
    }
    post({ kind: 'closed' });
    onClosed();
  };

  port.onMessage((data, ports) => {
    const message = data as ToHost;
    switch (message.kind) {
      case 'init':
        engine ??= start(open, broker, { ...message.options, vectorsAfter: rowsFirst.over }, post);
        engine.then(
          () => {
            post({ kind: 'ready' });
            rowsFirst.endSoon();
          },
          (thrown: unknown) => {
            post({ kind: 'init-failed', error: toErrorRecord(thrown) });
            onClosed();
          },
        );
        break;
      case 'request':
        void answer(engine, message).then((answered) => {
          post(answered);
          rowsFirst.answered(message.channel);
        });
        break;
      case 'worker-port':
        if (ports[0] !== undefined) {
          broker.connect(message.id, ports[0]);
        }
        break;
      case 'worker-exit':
        broker.exited(message.id, message.code);
        break;
      case 'close':
        void close();
        break;
      default:
        assertNever(message);
    }
  });
}

/**
 * A window that opens has its songs before vectors are read: both at once would keep it waiting for what only the first
 * question needs.
 */
class RowsFirst {
  readonly over: Promise<void>;
  #end: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(): void {
    this.#end();
  }

  answered(channel: string): void {
    if (channel === 'library:rows') {
      this.#end();
    }
  }

  /** For a window that never asks. */
  endSoon(): void {
    setTimeout(this.#end, ROWS_LIMIT_MS).unref();
  }
}

async function start(
  open: (options: EngineOptions) => Promise<Engine>,
  broker: WorkerBroker,
  init: HostInit & Pick<EngineOptions, 'vectorsAfter'>,
  post: (message: FromHost) => void,
): Promise<Engine> {
  const opened = await open({
    ...init,
    watch: true,
    spawnWorker: broker.spawn,
    logger: {
      info: (message) => {
        post({ kind: 'log', level: 'info', message });
      },
      warn: (message) => {
        post({ kind: 'log', level: 'warn', message });
      },
    },
  });
  opened.onEvent((event) => {
    post({ kind: 'event', event });
  });
  return opened;
}

async function answer(
  engine: Promise<Engine> | undefined,
  { seq, channel, request }: HostRequest,
): Promise<FromHost> {
  try {
    if (engine === undefined) {
      throw new MugleError('engine-down', 'The engine was asked before it was started.');
    }
    const value = await (await engine).handle(channel, request);
    return { kind: 'response', seq, result: { ok: true, value } };
  } catch (thrown) {
    return { kind: 'response', seq, result: { ok: false, error: toErrorRecord(thrown) } };
  }
}
