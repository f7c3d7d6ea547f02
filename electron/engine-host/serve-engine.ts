import type { DuplexPort, Engine, EngineOptions } from '../engine/index';
import { assertNever, MugleError, toErrorRecord } from '../shared/errors';
import type { Response } from '../shared/ipc/contract';
import type { FromHost, HostInit, HostRequest, ToHost } from '../shared/ipc/host-protocol';
import { WorkerBroker } from './worker-broker';

type SavedRows = Response<'library:rows'>;

/** From an open library on, for the window to ask for its rows. */
const ROWS_LIMIT_MS = 3_000;
/** From its rows on, for the window to draw them. */
const DRAWN_LIMIT_MS = 700;

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
        engine ??= start(open, broker, { ...message.options, ...rowsFirst.options }, post);
        engine.then(
          () => {
            post({ kind: 'ready' });
            rowsFirst.engineIsOpen();
          },
          (thrown: unknown) => {
            post({ kind: 'init-failed', error: toErrorRecord(thrown) });
            onClosed();
          },
        );
        break;
      case 'request':
        void answer(engine, message, rowsFirst).then((answered) => {
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
 * A window that opens has its songs as they were saved, before the engine makes its own of them, and before vectors are read: all at once
 * would keep it waiting for what only the first question needs. The engine goes on when the window asks for something else, as it does once
 * it has drawn them.
 */
class RowsFirst {
  /** Those of an engine that opens. */
  readonly options: Required<Pick<EngineOptions, 'vectorsAfter' | 'savedRows'>>;
  /** Let go once asked for, as they are large: who asks again asks the engine. */
  #saved: Promise<SavedRows | undefined>;
  #end: () => void = () => undefined;
  #goOn: () => void = () => undefined;
  #isAskedFor = false;

  constructor() {
    let give: (rows: SavedRows) => void = () => undefined;
    this.#saved = new Promise((resolve) => {
      give = resolve;
    });
    const vectorsAfter = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    const drawn = new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    this.options = {
      vectorsAfter,
      savedRows: (rows) => {
        give(rows);
        // It would keep them.
        give = () => undefined;
        return this.#isAskedFor ? drawn : Promise.resolve();
      },
    };
  }

  /** What was saved, for the first who asks for all rows before the engine is open. */
  async take(engine: Promise<Engine>, request: HostRequest): Promise<SavedRows | undefined> {
    if (request.channel !== 'library:rows' || request.request.since !== 0) {
      this.#goOn();
      return undefined;
    }
    this.#isAskedFor = true;
    const rows = await Promise.race([this.#saved, engine.then(() => undefined)]);
    this.#saved = Promise.resolve(undefined);
    return rows;
  }

  end(): void {
    this.#goOn();
    this.#end();
  }

  answered(channel: string): void {
    if (channel === 'library:rows') {
      setTimeout(this.#goOn, DRAWN_LIMIT_MS).unref();
      this.#end();
    }
  }

  /** What was saved is what was; and a window may never ask. */
  engineIsOpen(): void {
    this.#saved = Promise.resolve(undefined);
    setTimeout(this.#end, ROWS_LIMIT_MS).unref();
  }
}

async function start(
  open: (options: EngineOptions) => Promise<Engine>,
  broker: WorkerBroker,
  init: HostInit & RowsFirst['options'],
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
  message: HostRequest,
  rowsFirst: RowsFirst,
): Promise<FromHost> {
  const { seq, channel, request } = message;
  try {
    if (engine === undefined) {
      throw new MugleError('engine-down', 'The engine was asked before it was started.');
    }
    const value =
      (await rowsFirst.take(engine, message)) ?? (await (await engine).handle(channel, request));
    return { kind: 'response', seq, result: { ok: true, value } };
  } catch (thrown) {
    return { kind: 'response', seq, result: { ok: false, error: toErrorRecord(thrown) } };
  }
}
