import type { ErrorRecord, MugleError } from '../../shared/errors';
import { assertNever, fromErrorRecord } from '../../shared/errors';
import type { EngineChannel, EngineEvent, Request, Response } from '../../shared/ipc/contract';
import { engineEvent } from '../../shared/ipc/contract';
import type { FromHost, HostInit, HostRequest } from '../../shared/ipc/host-protocol';
import type { Logger } from '../logger';
import type { HostProcess } from './host-process';

/** A host that keeps falling over is not started for ever: the person is told instead. */
const MAX_RESTARTS = 3;
/** A host that ran this long is no longer the one that kept falling over. */
const STEADY_AFTER_MS = 5 * 60_000;
/** Time to write what is pending at the end; a database that takes longer needs no repair after a kill either. */
const CLOSE_WITHIN_MS = 8_000;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: MugleError) => void;
}

/** The engine, from main's side: requests by number, events, restart after a crash. */
export class EngineClient {
  readonly #start: () => HostProcess;
  readonly #init: HostInit;
  readonly #logger: Logger;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #host: HostProcess | undefined;
  #state: EngineEvent & { kind: 'engine-state' } = { kind: 'engine-state', state: 'starting' };
  #sequence = 0;
  #restarts = 0;
  #startedAtMs = 0;
  #closing: (() => void) | undefined;

  /** @param start forks a host; called again after a crash. */
  constructor(start: () => HostProcess, init: HostInit, logger: Logger) {
    this.#start = start;
    this.#init = init;
    this.#logger = logger;
  }

  /** Starts the host. Requests may be made at once; they wait for the library to open. */
  open(): void {
    const host = this.#start();
    this.#host = host;
    this.#startedAtMs = Date.now();
    host.onMessage((message) => {
      this.#receive(message);
    });
    host.onExit((code) => {
      if (this.#host === host) {
        this.#host = undefined;
        this.#onExit(code);
      }
    });
    this.#setState({ kind: 'engine-state', state: 'starting' });
    host.post({ kind: 'init', options: this.#init });
  }

  /** How the engine stands now; every change is an event too. */
  get state(): EngineEvent & { kind: 'engine-state' } {
    return this.#state;
  }

  /** @returns the function that stops listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** @throws MugleError the engine's own, or `engine-down`. */
  request<C extends EngineChannel>(channel: C, request: Request<C>): Promise<Response<C>> {
    const host = this.#host;
    if (host === undefined) {
      return Promise.reject(fromErrorRecord(this.#state.error ?? down('It is not running.')));
    }
    const seq = ++this.#sequence;
    return new Promise((resolve, reject) => {
      this.#pending.set(seq, { resolve: resolve as (value: unknown) => void, reject });
      // Channel and request belong together by this method's type; the union of pairs is wider than TypeScript follows.
      host.post({ kind: 'request', seq, channel, request } as unknown as HostRequest);
    });
  }

  /** Lets the engine write what is pending and end; resolves when it is gone. */
  async close(): Promise<void> {
    const host = this.#host;
    if (host === undefined || this.#closing !== undefined) {
      return;
    }
    await new Promise<void>((resolve) => {
      const giveUp = setTimeout(() => {
        this.#logger.warn('the engine did not end in time and is stopped');
        host.kill();
        resolve();
      }, CLOSE_WITHIN_MS);
      this.#closing = () => {
        clearTimeout(giveUp);
        resolve();
      };
      host.post({ kind: 'close' });
    });
  }

  #receive(message: FromHost): void {
    switch (message.kind) {
      case 'ready':
        this.#setState({ kind: 'engine-state', state: 'ready' });
        break;
      case 'init-failed':
        this.#logger.error(`the library cannot be opened: ${message.error.message}`);
        this.#setState({ kind: 'engine-state', state: 'down', error: message.error });
        break;
      case 'response':
        this.#answer(message.seq, message.result);
        break;
      case 'event':
        this.#emitChecked(message.event);
        break;
      case 'log':
        this.#logger[message.level](`engine: ${message.message}`);
        break;
      case 'closed':
      case 'spawn-worker':
      case 'kill-worker':
        // The end comes as an exit; workers are the host process's own business (see utility-host.ts).
        break;
      default:
        assertNever(message);
    }
  }

  #answer(seq: number, result: Extract<FromHost, { kind: 'response' }>['result']): void {
    const waiting = this.#pending.get(seq);
    this.#pending.delete(seq);
    if (result.ok) {
      waiting?.resolve(result.value);
    } else {
      waiting?.reject(fromErrorRecord(result.error));
    }
  }

  #emitChecked(event: unknown): void {
    const checked = engineEvent.safeParse(event);
    if (checked.success) {
      this.#emit(checked.data);
    } else {
      this.#logger.error(`the engine sent no event: ${checked.error.message}`);
    }
  }

  #onExit(code: number): void {
    const closing = this.#closing;
    const opened = this.#state.state !== 'down';
    const error: ErrorRecord =
      this.#state.error ?? down(`It ended by itself (exit code ${String(code)}).`);
    for (const { reject } of this.#pending.values()) {
      reject(fromErrorRecord(error));
    }
    this.#pending.clear();
    if (closing !== undefined) {
      closing();
      return;
    }
    this.#logger.error(error.message);
    this.#setState({ kind: 'engine-state', state: 'down', error });
    // A library that cannot be opened would not open the second time either.
    if (opened) {
      this.#restart();
    }
  }

  #restart(): void {
    if (Date.now() - this.#startedAtMs > STEADY_AFTER_MS) {
      this.#restarts = 0;
    }
    if (this.#restarts >= MAX_RESTARTS) {
      const record = down(
        `It ended ${String(MAX_RESTARTS + 1)} times in a row and is not started again. Restart OK Mugle; the log tells more.`,
      );
      this.#setState({ kind: 'engine-state', state: 'down', error: record });
      return;
    }
    this.#restarts += 1;
    this.open();
  }

  #setState(state: EngineEvent & { kind: 'engine-state' }): void {
    this.#state = state;
    this.#emit(state);
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
}

function down(why: string): ErrorRecord {
  return { kind: 'engine-down', message: `The engine of OK Mugle is down. ${why}` };
}
