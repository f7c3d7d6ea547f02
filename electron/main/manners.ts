import { MugleError } from '../shared/errors';
import type { Hold } from '../shared/progress';
import type { EngineClient } from './engine/engine-client';
import type { Logger } from './logger';
import type { SettingsStore } from './settings';

/** Tells the engine how much listening may take, and when it is to be held back: on battery, while music plays. */
export class Manners {
  readonly #engine: Pick<EngineClient, 'request' | 'onEvent' | 'state'>;
  readonly #settings: Pick<SettingsStore, 'get'>;
  readonly #logger: Pick<Logger, 'warn'>;
  #onBattery = false;
  #playing = false;

  constructor(
    engine: Pick<EngineClient, 'request' | 'onEvent' | 'state'>,
    settings: Pick<SettingsStore, 'get'>,
    logger: Pick<Logger, 'warn'>,
  ) {
    this.#engine = engine;
    this.#settings = settings;
    this.#logger = logger;
    engine.onEvent((event) => {
      // One that was started anew knows of nothing.
      if (event.kind === 'engine-state' && event.state === 'ready') {
        this.apply();
      }
    });
  }

  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery;
    this.apply();
  }

  setPlaying(playing: boolean): void {
    this.#playing = playing;
    this.apply();
  }

  /** Call when a setting changed. */
  apply(): void {
    if (this.#engine.state.state !== 'ready') {
      return;
    }
    const { cores, processor, pauseOnBattery, pauseWhilePlaying } = this.#settings.get();
    const holds: Hold[] = [
      ...(this.#onBattery && pauseOnBattery ? ['battery' as const] : []),
      ...(this.#playing && pauseWhilePlaying ? ['playing' as const] : []),
    ];
    this.#engine.request('listening:set', { cores, processor, holds }).catch((thrown: unknown) => {
      // An engine that went down meanwhile is told again when it is back.
      if (!(thrown instanceof MugleError) || thrown.kind !== 'engine-down') {
        this.#logger.warn(`listening:set: ${String(thrown)}`);
      }
    });
  }
}
