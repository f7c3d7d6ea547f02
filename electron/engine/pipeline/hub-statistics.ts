import { unpackRow } from '../../shared/packed-rows';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { seededRandom } from '../../shared/seeded-random';
import type { RowSpreads, Spread } from '../rank/hubs';
import { SpaceMoments } from '../rank/hubs';
import { EIGHT } from '../rank/spread-kernel';
import type { SpaceSpreads } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import { Turns } from './turns';

/** Fewer songs say nothing of what is usual. */
const FEWEST_SONGS = 30;
/** Songs that the moments are made of; more change the figures by less than a hundredth of a deviation. */
const MOST_SAMPLED = 2048;
/** The library may grow by so much before the moments are made anew; up to `SMALL` songs any change counts. */
const GROWTH = 1.25;
const SMALL = 512;
/** Rows looked at without a look at the clock: well below a slice, and more than what the look costs. */
const ROWS_A_LOOK = 64;
/** Opening goes first. */
const START_DELAY_MS = 1500;

/**
 * The statistics that hubs are corrected by, for each space. Nothing of it is kept on disk: it is made in slices
 * shortly after opening (half a second of one core for 100,000 songs of 200 values, see docs/benchmarks.md), and a new song adds its own in
 * dims² / 2 operations. Moments are of a repeatable sample.
 */
export class HubStatistics {
  readonly #store: LibraryStore;
  readonly #spaces = new Map<SpaceName, SpaceStatistics>();
  readonly #logger: { warn(message: string): void };
  readonly #timer: NodeJS.Timeout;
  readonly #closed = new AbortController();

  constructor(store: LibraryStore, logger: { warn(message: string): void }) {
    this.#store = store;
    this.#logger = logger;
    this.#timer = setTimeout(() => {
      this.#start();
    }, START_DELAY_MS);
    this.#timer.unref();
  }

  /** What is usual is another thing than before: it is worked out anew. */
  forget(): void {
    this.#spaces.clear();
    this.#start();
  }

  /** Waits for statistics that are still being made. Undefined where there are too few songs to correct anything. */
  async of(name: SpaceName): Promise<SpaceSpreads | undefined> {
    const space = this.#store.space(name);
    if (space === undefined || space.ids.length < FEWEST_SONGS) {
      return undefined;
    }
    let statistics = this.#spaces.get(name);
    if (statistics?.space !== space) {
      statistics = new SpaceStatistics(space, this.#closed.signal);
      this.#spaces.set(name, statistics);
    }
    await statistics.catchUp();
    return statistics;
  }

  /**
   * Looks at these spaces with the statistics of all of them, those that have some. Rows come, go and move while statistics are
   * waited for: `look` is called, and has to be done, at a moment when every row's figures are of its vector.
   */
  async withAll<T>(
    names: readonly SpaceName[],
    look: (spreads: ReadonlyMap<SpaceName, SpaceSpreads>) => T,
  ): Promise<T> {
    const state = (): unknown[] =>
      names.flatMap((name) => [this.#store.space(name), this.#store.space(name)?.changes]);
    for (;;) {
      const before = state();
      const found = new Map<SpaceName, SpaceSpreads>();
      for (const name of names) {
        const spreads = await this.of(name);
        if (spreads !== undefined) {
          found.set(name, spreads);
        }
      }
      if (state().every((each, at) => each === before[at])) {
        return look(found);
      }
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#closed.abort();
  }

  #start(): void {
    this.#prepare().catch((thrown: unknown) => {
      // Whoever asks meets the same, and is told.
      this.#logger.warn(`What is usual in the library was not worked out: ${String(thrown)}`);
    });
  }

  async #prepare(): Promise<void> {
    await this.#store.ready;
    for (const name of SPACES) {
      await this.of(name);
    }
  }
}

class SpaceStatistics implements SpaceSpreads {
  readonly space: VectorSpace;
  readonly #closed: AbortSignal;
  /** A row that is looked at. */
  readonly #vector: Float32Array<ArrayBuffer>;
  #moments: SpaceMoments | undefined;
  /** Songs there were when the moments were made. */
  #madeFor = 0;
  #mean = new Float32Array();
  #deviation = new Float32Array();
  /** The revision each row's figures are of; 0 for none. */
  #seen = new Uint32Array();
  /** The space's changes when the figures of all rows were last known to be of their vectors. */
  #upTo = -1;
  #work: Promise<void> = Promise.resolve();

  constructor(space: VectorSpace, closed: AbortSignal) {
    this.space = space;
    this.#closed = closed;
    this.#vector = new Float32Array(space.dims);
  }

  get rows(): RowSpreads {
    return { mean: this.#mean, deviation: this.#deviation };
  }

  spreadOf(vector: Float32Array): Spread {
    return this.#momentsNow().spreadOf(vector, false);
  }

  /** One after another: who comes while rows are looked at finds little left to do. */
  catchUp(): Promise<void> {
    // Who asked before was told of a failure; it is tried again.
    this.#work = this.#work.catch(() => undefined).then(() => this.#update());
    return this.#work;
  }

  async #update(): Promise<void> {
    if (this.#upTo === this.space.changes) {
      return;
    }
    const count = this.space.ids.length;
    const few = Math.min(count, this.#madeFor);
    const many = Math.max(count, this.#madeFor);
    // One song heard anew, or one in the place of another, counts as well as one more.
    if (many > few * GROWTH || many <= SMALL) {
      this.#moments = undefined;
      this.#seen.fill(0);
    }
    const turns = new Turns();
    // Rows may come and go between two slices: whatever is behind is looked for again until nothing is.
    for (let row = 0; row >= 0;) {
      row = this.#lookFrom(row);
      await turns.rest();
      if (this.#closed.aborted) {
        return;
      }
    }
    this.#upTo = this.space.changes;
  }

  /**
   * Looks at some rows whose figures are not of their vectors, from this one on and then at those before.
   * @returns the next of them; −1 for none
   */
  #lookFrom(from: number): number {
    const { revisions } = this.space;
    this.#reserve(revisions.length);
    const behind: number[] = [];
    for (let step = 0; step < revisions.length; step++) {
      const row = (from + step) % revisions.length;
      if (this.#seen[row] !== revisions[row]) {
        if (behind.length === ROWS_A_LOOK) {
          this.#look(behind);
          return row;
        }
        behind.push(row);
      }
    }
    this.#look(behind);
    return -1;
  }

  #look(rows: readonly number[]): void {
    const { revisions } = this.space;
    for (let at = 0; at < rows.length; at += EIGHT) {
      const eight = rows.slice(at, at + EIGHT);
      const spreads = this.#momentsNow().spreadsOfEight((values) => {
        // Where fewer are left, the others' places hold what was there before, which nobody asks for.
        for (const [place, row] of eight.entries()) {
          unpackRow(this.space, row, this.#vector);
          for (let d = 0; d < this.#vector.length; d++) {
            values[EIGHT * d + place] = this.#vector[d] ?? 0;
          }
        }
      });
      for (const [place, row] of eight.entries()) {
        this.#mean[row] = spreads[place]?.mean ?? Number.NaN;
        this.#deviation[row] = spreads[place]?.deviation ?? Number.NaN;
        this.#seen[row] = revisions[row] ?? 0;
      }
    }
  }

  #momentsNow(): SpaceMoments {
    if (this.#moments === undefined) {
      const count = this.space.ids.length;
      const isWhole = count <= MOST_SAMPLED;
      this.#moments = new SpaceMoments(this.space, sampleOf(count), isWhole);
      this.#madeFor = count;
    }
    return this.#moments;
  }

  #reserve(rows: number): void {
    if (rows > this.#seen.length) {
      const size = Math.max(rows, this.#seen.length * 2);
      this.#mean = grown(this.#mean, new Float32Array(size));
      this.#deviation = grown(this.#deviation, new Float32Array(size));
      this.#seen = grown(this.#seen, new Uint32Array(size));
    }
  }
}

function grown<T extends Float32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Rows drawn at random, the same for the same number of songs. */
function sampleOf(count: number): readonly number[] {
  if (count <= MOST_SAMPLED) {
    return Array.from({ length: count }, (_, row) => row);
  }
  const random = seededRandom(count);
  const rows = new Set<number>();
  while (rows.size < MOST_SAMPLED) {
    rows.add(Math.floor(random() * count));
  }
  return [...rows];
}
