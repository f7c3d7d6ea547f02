import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DuplexPort, FromWorker, ToWorker } from '../engine/index';
import { createEngine, forkWorker, fromNodePort } from '../engine/index';
import { writeWav } from '../engine/pipeline/testing/write-wav';
import type { EngineEvent } from '../shared/ipc/contract';
import type { FromHost, ToHost } from '../shared/ipc/host-protocol';
import { serveEngine } from './serve-engine';

const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));
const BUDGET_MS = 60_000;

/**
 * Main's side of the protocol over a Node MessageChannel. Workers are real processes; as a plain port cannot
 * carry ports, each worker's port reaches the host beside the message, as Electron's would with it.
 */
class MainSide {
  readonly messages: FromHost[] = [];
  readonly spawned: number[] = [];
  readonly #port: DuplexPort;
  readonly #waiters: {
    want: (message: FromHost) => boolean;
    resolve: (message: FromHost) => void;
  }[] = [];

  constructor(port: DuplexPort) {
    this.#port = port;
    port.onMessage((data) => {
      const message = data as FromHost;
      this.messages.push(message);
      for (const waiter of this.#waiters.filter(({ want }) => want(message))) {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        waiter.resolve(message);
      }
    });
  }

  send(message: ToHost): void {
    this.#port.post(message);
  }

  next(want: (message: FromHost) => boolean): Promise<FromHost> {
    const known = this.messages.find(want);
    return known === undefined
      ? new Promise((resolve) => {
          this.#waiters.push({ want, resolve });
        })
      : Promise.resolve(known);
  }

  get events(): EngineEvent[] {
    return this.messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
  }
}

describe('engine host', () => {
  let folder = '';
  let closeChannel: () => void = () => undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-host-'));
  });
  afterEach(async () => {
    closeChannel();
    await rm(folder, { recursive: true, force: true });
  });

  const startHost = (open = createEngine): { main: MainSide; closed: Promise<void> } => {
    const { port1, port2 } = new MessageChannel();
    closeChannel = () => {
      port1.close();
    };
    const main = new MainSide(fromNodePort(port1));
    const host = withWorkerPorts(fromNodePort(port2), main);
    const closed = new Promise<void>((resolve) => {
      serveEngine(host, open, resolve);
    });
    return { main, closed };
  };
  const init = (main: MainSide): void => {
    main.send({
      kind: 'init',
      options: {
        libraryDir: path.join(folder, 'library.lance'),
        cacheDir: path.join(folder, 'cache'),
        modelsDir,
        workers: 1,
      },
    });
  };

  it(
    'opens, answers, tells events, has workers made by main, and closes',
    async () => {
      const { main, closed } = startHost();
      init(main);
      await main.next((message) => message.kind === 'ready');
      main.send({ kind: 'request', seq: 1, channel: 'library:roots', request: {} });
      expect(
        await main.next((message) => message.kind === 'response' && message.seq === 1),
      ).toEqual({ kind: 'response', seq: 1, result: { ok: true, value: [] } });

      await writeWav(path.join(folder, 'one.wav'), 1);
      await writeWav(path.join(folder, 'two.wav'), 2);
      main.send({
        kind: 'request',
        seq: 2,
        channel: 'library:add-roots',
        request: { paths: [folder] },
      });
      await main.next(
        (message) =>
          message.kind === 'event' &&
          message.event.kind === 'job' &&
          message.event.event.kind === 'finished',
      );
      // One process that reads what is asked for, one that reads what is scanned, one that listens.
      expect(main.spawned).toEqual([1, 2, 3]);
      const finished = main.events.flatMap((event) =>
        event.kind === 'job' && event.event.kind === 'finished' ? [event.event] : [],
      );
      expect(finished[0]?.ledger).toEqual({ found: 2, indexed: 2, failed: 0, skipped: 0 });

      main.send({ kind: 'request', seq: 3, channel: 'library:rows', request: { since: 0 } });
      const rows = await main.next((message) => message.kind === 'response' && message.seq === 3);
      expect(rows).toMatchObject({
        result: { ok: true, value: { reset: true, rows: { state: Uint8Array.of(1, 1) } } },
      });
      main.send({ kind: 'close' });
      await main.next((message) => message.kind === 'closed');
      await closed;
    },
    BUDGET_MS,
  );

  it(
    'has a window given its rows before vectors are read',
    async () => {
      let mayRead = false;
      const { main, closed } = startHost((options) => {
        void options.vectorsAfter?.then(() => {
          mayRead = true;
        });
        return createEngine(options);
      });
      init(main);
      await main.next((message) => message.kind === 'ready');
      expect(mayRead).toBe(false);
      main.send({ kind: 'request', seq: 1, channel: 'playlists:list', request: {} });
      main.send({ kind: 'request', seq: 2, channel: 'library:rows', request: { since: 0 } });
      await main.next((message) => message.kind === 'response' && message.seq === 1);
      expect(mayRead).toBe(true);
      const answered = main.messages.flatMap((message) =>
        message.kind === 'response' ? [message.seq] : [],
      );
      expect(answered).toEqual([2, 1]);
      main.send({ kind: 'close' });
      await closed;
    },
    BUDGET_MS,
  );

  it(
    'answers the first who asks with the rows that were saved, before the engine is open, and others once it is',
    async () => {
      const first = startHost();
      init(first.main);
      await first.main.next((message) => message.kind === 'ready');
      await writeWav(path.join(folder, 'one.wav'), 1);
      const request = { paths: [folder] };
      first.main.send({ kind: 'request', seq: 1, channel: 'library:add-roots', request });
      await first.main.next(
        (message) =>
          message.kind === 'event' &&
          message.event.kind === 'job' &&
          message.event.event.kind === 'finished',
      );
      first.main.send({ kind: 'close' });
      await first.closed;

      const { main, closed } = startHost();
      init(main);
      const ask = (seq: number): Promise<FromHost> => {
        main.send({ kind: 'request', seq, channel: 'library:rows', request: { since: 0 } });
        return main.next((message) => message.kind === 'response' && message.seq === seq);
      };
      const answers = [await ask(1)];
      await main.next((message) => message.kind === 'ready');
      answers.push(await ask(2));
      const order = main.messages.flatMap((message) =>
        message.kind === 'response' || message.kind === 'ready' ? [message.kind] : [],
      );
      expect(order).toEqual(['response', 'ready', 'response']);
      expect(answers[0]).toMatchObject({
        result: { ok: true, value: { reset: true, rows: { state: Uint8Array.of(1) } } },
      });
      expect(answers[1]).toEqual({ ...answers[0], seq: 2 });
      main.send({ kind: 'close' });
      await closed;
    },
    BUDGET_MS,
  );

  it(
    'leaves the computer to a window that draws its rows, until it asks for something else or for a while',
    async () => {
      const start = (): ReturnType<typeof startHost> & { readonly seen: readonly string[] } => {
        const seen: string[] = [];
        const host = startHost((options) =>
          createEngine({
            ...options,
            savedRows: async (rows) => {
              seen.push('told');
              await options.savedRows?.(rows);
              seen.push('went on');
            },
          }),
        );
        init(host.main);
        return { ...host, seen };
      };
      const close = async ({ main, closed }: ReturnType<typeof startHost>): Promise<void> => {
        main.send({ kind: 'close' });
        await closed;
      };
      const askForRows = async (main: MainSide): Promise<void> => {
        main.send({ kind: 'request', seq: 1, channel: 'library:rows', request: { since: 0 } });
        await main.next((message) => message.kind === 'response' && message.seq === 1);
      };

      const drawing = start();
      await askForRows(drawing.main);
      expect(drawing.seen).toEqual(['told']);
      drawing.main.send({ kind: 'request', seq: 2, channel: 'playlists:list', request: {} });
      // Sooner than by itself.
      await expect.poll(() => drawing.seen, { timeout: 500 }).toEqual(['told', 'went on']);
      await close(drawing);

      const silent = start();
      await askForRows(silent.main);
      expect(silent.seen).toEqual(['told']);
      await silent.main.next((message) => message.kind === 'ready');
      await close(silent);

      const unasked = start();
      await expect.poll(() => unasked.seen, { timeout: 10_000 }).toContain('told');
      await Promise.resolve();
      expect(unasked.seen).toEqual(['told', 'went on']);
      await close(unasked);
    },
    BUDGET_MS,
  );

  it(
    'closes, and reads vectors for a window that never asks for rows',
    async () => {
      const { main, closed } = startHost();
      init(main);
      await main.next((message) => message.kind === 'ready');
      main.send({ kind: 'request', seq: 1, channel: 'playlists:list', request: {} });
      expect(
        await main.next((message) => message.kind === 'response' && message.seq === 1),
      ).toMatchObject({ result: { ok: true } });
      main.send({ kind: 'close' });
      await closed;
      const other = startHost();
      init(other.main);
      await other.main.next((message) => message.kind === 'ready');
      other.main.send({ kind: 'close' });
      await other.closed;
    },
    BUDGET_MS,
  );

  it(
    'answers every bad request with a typed error',
    async () => {
      const { main } = startHost();
      main.send({ kind: 'request', seq: 1, channel: 'library:roots', request: {} });
      expect(
        await main.next((message) => message.kind === 'response' && message.seq === 1),
      ).toMatchObject({ result: { ok: false, error: { kind: 'engine-down' } } });
      init(main);
      main.send({ kind: 'request', seq: 2, channel: 'no:such' as 'library:roots', request: {} });
      main.send({
        kind: 'request',
        seq: 3,
        channel: 'library:track',
        request: { id: '../etc/passwd' },
      });
      expect(
        await main.next((message) => message.kind === 'response' && message.seq === 2),
      ).toMatchObject({ result: { ok: false, error: { kind: 'bad-request' } } });
      expect(
        await main.next((message) => message.kind === 'response' && message.seq === 3),
      ).toMatchObject({ result: { ok: false, error: { kind: 'bad-request' } } });
      main.send({ kind: 'close' });
      await main.next((message) => message.kind === 'closed');
    },
    BUDGET_MS,
  );

  it(
    'says why a library cannot be opened',
    async () => {
      const first = startHost();
      init(first.main);
      await first.main.next((message) => message.kind === 'ready');
      const closeFirst = closeChannel;
      const second = startHost();
      init(second.main);
      expect(await second.main.next((message) => message.kind === 'init-failed')).toMatchObject({
        error: { kind: 'library-locked' },
      });
      await second.closed;
      first.main.send({ kind: 'close' });
      await first.closed;
      closeFirst();
    },
    BUDGET_MS,
  );
});

/** Puts real worker processes behind the broker's requests. */
function withWorkerPorts(host: DuplexPort, main: MainSide): DuplexPort {
  let toHost: (message: unknown, ports: readonly DuplexPort[]) => void = () => undefined;
  const kills = new Map<number, () => void>();
  return {
    ...host,
    onMessage: (listener) => {
      toHost = listener;
      host.onMessage(listener);
    },
    post: (data) => {
      const message = data as FromHost;
      if (message.kind === 'spawn-worker') {
        main.spawned.push(message.id);
        const worker = forkWorker();
        kills.set(message.id, () => {
          worker.kill();
        });
        worker.onExit((code) => {
          toHost({ kind: 'worker-exit', id: message.id, code }, []);
        });
        setImmediate(() => {
          toHost({ kind: 'worker-port', id: message.id }, [portOf(worker)]);
        });
      } else if (message.kind === 'kill-worker') {
        kills.get(message.id)?.();
      } else {
        host.post(message);
      }
    },
  };
}

function portOf(worker: ReturnType<typeof forkWorker>): DuplexPort {
  return {
    post: (message) => {
      worker.post(message as ToWorker);
    },
    onMessage: (listener) => {
      worker.onMessage((message: FromWorker) => {
        listener(message, []);
      });
    },
    onClose: () => undefined,
    close: () => undefined,
  };
}
