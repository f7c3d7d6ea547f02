import type { DuplexPort, Engine, EngineOptions } from '../engine/index';
import { assertNever, MugleError, toErrorRecord } from '../shared/errors';
import type { FromHost, HostInit, HostRequest, ToHost } from '../shared/ipc/host-protocol';
import { WorkerBroker } from './worker-broker';

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

  const close = async (): Promise<void> => {
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
        engine ??= start(open, broker, message.options, post);
        engine.then(
          () => {
            post({ kind: 'ready' });
          },
          (thrown: unknown) => {
            post({ kind: 'init-failed', error: toErrorRecord(thrown) });
            onClosed();
          },
        );
        break;
      case 'request':
        void answer(engine, message).then(post);
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

async function start(
  open: (options: EngineOptions) => Promise<Engine>,
  broker: WorkerBroker,
  init: HostInit,
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
