import os from 'node:os';
import type { Request } from '../../shared/ipc/contract';
import type { Hold, PauseReason, Phase } from '../../shared/progress';
import type { Cores, Processor } from '../../shared/settings';
import type { Gate } from './for-each-limited';

/** How many songs are listened to at a time for a choice of cores. */
export function workersFor(cores: Cores, available = os.availableParallelism()): number {
  switch (cores) {
    case 'one':
      return 1;
    case 'half':
      return Math.max(1, Math.floor(available / 2));
    case 'all':
      return available;
  }
}

/** Which phases a reason holds: looking for files is never held, reading tags only by hand. */
export function holdsPhase(reason: PauseReason | null, phase: Phase): PauseReason | null {
  const held = phase === 'listening' || (phase === 'reading-tags' && reason === 'by-hand');
  return held ? reason : null;
}

/**
 * Whether a scan may go on, and with how many songs at a time. Songs that someone waits for do not ask here.
 * What a person says by hand counts more than a hold: resuming on battery lasts until the battery is no longer used.
 */
export class ListeningControl {
  readonly #onChange: () => void;
  readonly #waiting = new Set<() => void>();
  #workers: number;
  #processor: Processor = 'automatic';
  #byHand = false;
  #holds: readonly Hold[] = [];
  /** Holds a person has overruled; each until it ends. */
  #overruled: readonly Hold[] = [];

  /** `onChange` is told whenever `workers`, `processor` or `paused` may have changed. */
  constructor(workers: number, onChange: () => void) {
    this.#workers = workers;
    this.#onChange = onChange;
  }

  get workers(): number {
    return this.#workers;
  }

  get processor(): Processor {
    return this.#processor;
  }

  /** Why a scan does not listen now. */
  get paused(): PauseReason | null {
    if (this.#byHand) {
      return 'by-hand';
    }
    return this.hold;
  }

  /** What holds back whatever nobody waits for, if nobody overruled it. */
  get hold(): Hold | null {
    return this.#holds.find((hold) => !this.#overruled.includes(hold)) ?? null;
  }

  /** How many cores from now on, where the models run, and what holds listening back. What is left out stays as it is. */
  set({ cores, processor, holds }: Request<'listening:set'>): void {
    this.#processor = processor ?? this.#processor;
    if (cores !== undefined) {
      this.#workers = workersFor(cores);
    }
    if (holds !== undefined) {
      this.#holds = [...holds];
      this.#overruled = this.#overruled.filter((hold) => holds.includes(hold));
    }
    this.#changed();
  }

  pauseByHand(paused: boolean): void {
    this.#byHand = paused;
    this.#overruled = paused ? this.#overruled : this.#holds;
    this.#changed();
  }

  /** A new scan does not inherit the pause of the one before. */
  forgetHand(): void {
    this.#byHand = false;
    this.#changed();
  }

  /** Before each song that is listened to: as many lanes as there are workers, none while paused. */
  listeningGate(isEmpty: () => boolean): Gate {
    return {
      turn: async (lane, isOver) => {
        const mayGo = (): boolean => this.paused === null && lane < this.#workers;
        while (!isOver() && !isEmpty() && !mayGo()) {
          await this.#change();
        }
      },
      wake: this.wake,
    };
  }

  /** Before each file whose tags are read: only a pause by hand stops that, since it costs next to nothing. */
  get readingGate(): Gate {
    return {
      turn: async (_lane, isOver) => {
        while (!isOver() && this.#byHand) {
          await this.#change();
        }
      },
      wake: this.wake,
    };
  }

  /** Lets everyone who waits look again. */
  readonly wake = (): void => {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) {
      resolve();
    }
  };

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
    });
  }

  #changed(): void {
    this.wake();
    this.#onChange();
  }
}
