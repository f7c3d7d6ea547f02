import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/ipc/contract';
import type { FromHost, ToHost } from '../../shared/ipc/host-protocol';
import type { Logger } from '../logger';
import { EngineClient } from './engine-client';
import type { HostProcess } from './host-process';

const init = { libraryDir: '/l', modelsDir: '/m', cacheDir: '/c' };
const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The host's side of the protocol, at the other end of a real message channel. */
class FarHost implements HostProcess {
  readonly received: ToHost[] = [];
  readonly #near;
  readonly #far;
  #onExit: (code: number) => void = () => undefined;

  constructor(answer: (message: ToHost, host: FarHost) => void) {
    const { port1, port2 } = new MessageChannel();
    this.#near = port1;
    this.#far = port2;
    port2.on('message', (message: ToHost) => {
      this.received.push(message);
      answer(message, this);
    });
  }
  tell(message: FromHost): void {
    this.#far.postMessage(message);
  }
  end(code: number): void {
    this.#near.close();
    this.#onExit(code);
  }
  post(message: ToHost): void {
    this.#near.postMessage(message);
  }
  onMessage(listener: (message: FromHost) => void): void {
    this.#near.on('message', listener);
  }
  onExit(listener: (code: number) => void): void {
    this.#onExit = listener;
  }
  kill(): void {
    this.end(1);
  }
}

function open(answer: (message: ToHost, host: FarHost) => void): {
  client: EngineClient;
  hosts: FarHost[];
  events: EngineEvent[];
} {
  const hosts: FarHost[] = [];
  const events: EngineEvent[] = [];
  const start = (): HostProcess => {
    const host = new FarHost(answer);
    hosts.push(host);
    return host;
  };
  const client = new EngineClient(start, init, quiet);
  client.onEvent((event) => events.push(event));
  client.open();
  return { client, hosts, events };
}

const states = (events: readonly EngineEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'engine-state' ? [event.state] : []));

describe('EngineClient', () => {
  it('opens, matches answers to requests in any order, passes events on, closes', async () => {
    const held: (ToHost & { kind: 'request' })[] = [];
    const { client, hosts, events } = open((message, host) => {
      if (message.kind === 'init') {
        host.tell({ kind: 'ready' });
        host.tell({ kind: 'event', event: { kind: 'library-changed', version: 3 } });
        host.tell({ kind: 'event', event: { kind: 'nonsense' } as unknown as EngineEvent });
      } else if (message.kind === 'request') {
        held.push(message);
        if (held.length === 2) {
          for (const { seq, channel } of held.reverse()) {
            const value = channel === 'library:roots' ? ['/music'] : [];
            host.tell({ kind: 'response', seq, result: { ok: true, value } });
          }
        }
      } else if (message.kind === 'close') {
        host.end(0);
      }
    });
    const answers = await Promise.all([
      client.request('library:roots', {}),
      client.request('problems:list', {}),
    ]);
    expect(answers).toEqual([['/music'], []]);
    expect(events).toEqual([
      { kind: 'engine-state', state: 'starting' },
      { kind: 'engine-state', state: 'ready' },
      { kind: 'library-changed', version: 3 },
    ]);
    expect(hosts[0]?.received[0]).toEqual({ kind: 'init', options: init });
    await client.close();
    expect(hosts).toHaveLength(1);
  });

  it('keeps the kind of an error', async () => {
    const { client, hosts } = open((message, host) => {
      if (message.kind === 'request') {
        const error = { kind: 'track-unknown', message: 'gone', path: '/a' } as const;
        host.tell({ kind: 'response', seq: message.seq, result: { ok: false, error } });
      }
    });
    await expect(client.request('library:roots', {})).rejects.toMatchObject({
      kind: 'track-unknown',
      path: '/a',
    });
    hosts[0]?.end(0);
    hosts[1]?.end(0);
    hosts[2]?.end(0);
    hosts[3]?.end(0);
  });

  it('after a crash: says so, fails what was waiting, starts again, three times at most', async () => {
    const { client, hosts, events } = open((message, host) => {
      if (message.kind === 'request') {
        host.end(139);
      }
    });
    for (let crash = 1; crash <= 4; crash += 1) {
      expect(hosts).toHaveLength(crash);
      await expect(client.request('library:roots', {})).rejects.toMatchObject({
        kind: 'engine-down',
      });
    }
    expect(hosts).toHaveLength(4);
    expect(states(events).at(-1)).toBe('down');
    expect(client.state.error?.message).toContain('4 times in a row');
    await expect(client.request('library:roots', {})).rejects.toMatchObject({
      kind: 'engine-down',
    });
  });

  it('does not try again when the library cannot be opened, and keeps the reason', async () => {
    const error = { kind: 'library-newer', message: 'made by a newer OK Mugle' } as const;
    const { client, hosts, events } = open((message, host) => {
      if (message.kind === 'init') {
        host.tell({ kind: 'init-failed', error });
      }
    });
    const waiting = expect(client.request('library:roots', {})).rejects.toMatchObject(error);
    const stop = client.onEvent(() => {
      stop();
      hosts[0]?.end(0);
    });
    await waiting;
    await expect(client.request('library:roots', {})).rejects.toMatchObject(error);
    expect(hosts).toHaveLength(1);
    expect(states(events)).toEqual(['starting', 'down', 'down']);
  });
});
