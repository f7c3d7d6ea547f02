import os from 'node:os';
import type { Request } from '../../shared/ipc/contract';
import type { Hold, PauseReason, Phase } from '../../shared/progress';
import type { Cores, Processor } from '../../shared/settings';
import type { Gate } from './for-each-limited';

/** What all processes of the app together may take by default while they scan, in MB. */
const MEMORY_MB = 1_200;
/** What they take, as measured (docs/benchmarks.md): without songs or workers, */
const APP_MB = 420;
/** for each song of the library, */
const SONG_MB = 0.0035;
/** and for each worker. */
const WORKER_MB = 120;
/** A library of a million takes more by itself; it is listened to all the same. */
const LEAST_BY_MEMORY = 2;

/**
 * How many songs are listened to at a time for a choice of cores. Half of them is what a person did not choose: then no more than
 * memory of 1.2 GB has room for, beside a library of so many songs.
 */
export function workersFor(
  cores: Cores,
  songs: number,
  available = os.availableParallelism(),
): number {
  const fitting = Math.floor((MEMORY_MB - APP_MB - songs * SONG_MB) / WORKER_MB);
  switch (cores) {
    case 'one':
      return 1;
    case 'half':
      return Math.max(1, Math.min(Math.floor(available / 2), Math.max(LEAST_BY_MEMORY, fitting)));
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
  readonly #available: (() => number) | undefined;
  readonly #waiting = new Set<() => void>();
  #workers: number;
  /** What was chosen; a number of workers that was given is nobody's choice of cores. */
  #cores: Cores | undefined;
  #songs = 0;
  #processor: Processor = 'automatic';
  #byHand = false;
  #holds: readonly Hold[] = [];
  /** Holds a person has overruled; each until it ends. */
  #overruled: readonly Hold[] = [];

  /**
   * @param workers as many, until cores are chosen; by half of the cores when left out.
   * @param onChange is told whenever `workers`, `processor` or `paused` may have changed.
   */
  constructor(workers: number | undefined, onChange: () => void, available?: () => number) {
    this.#cores = workers === undefined ? 'half' : undefined;
    this.#workers = workers ?? workersFor('half', 0, available?.());
    this.#available = available;
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
    this.#cores = cores ?? this.#cores;
    this.#count();
    if (holds !== undefined) {
      this.#holds = [...holds];
      this.#overruled = this.#overruled.filter((hold) => holds.includes(hold));
    }
    this.#changed();
  }

  /** So many songs are in memory beside the workers. */
  makeRoomFor(songs: number): void {
    this.#songs = songs;
    this.#count();
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

  #count(): void {
    if (this.#cores !== undefined) {
      this.#workers = workersFor(this.#cores, this.#songs, this.#available?.());
    }
  }

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
