import type { Place } from './camera';

/** Points in a cell, on average: few enough to look at, enough that cells are not mostly empty. */
const POINTS_PER_CELL = 6;
const MOST_CELLS_A_SIDE = 512;

/** Whether a point counts. */
export type Accepts = (index: number) => boolean;

const all: Accepts = () => true;

/** Finds points of the map by place: a grid over [-1, 1]², points sorted by cell. */
export class PointIndex {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly #side: number;
  /** Where each cell's points begin in `#sorted`; one more at the end. */
  readonly #start: Uint32Array;
  readonly #sorted: Uint32Array;

  constructor(x: Float32Array, y: Float32Array) {
    this.x = x;
    this.y = y;
    const side = Math.ceil(Math.sqrt(x.length / POINTS_PER_CELL));
    this.#side = Math.min(MOST_CELLS_A_SIDE, Math.max(1, side));
    this.#start = new Uint32Array(this.#side ** 2 + 1);
    this.#sorted = new Uint32Array(x.length);
    const cells = Uint32Array.from(x, (_, index) => this.#cellOf(index));
    for (const cell of cells) {
      this.#start[cell + 1] = (this.#start[cell + 1] ?? 0) + 1;
    }
    for (let cell = 0; cell < this.#side ** 2; cell++) {
      this.#start[cell + 1] = (this.#start[cell + 1] ?? 0) + (this.#start[cell] ?? 0);
    }
    const next = this.#start.slice();
    for (const [index, cell] of cells.entries()) {
      const at = next[cell] ?? 0;
      this.#sorted[at] = index;
      next[cell] = at + 1;
    }
  }

  /** The nearest point within `radius` of a place, or -1. Of equally near ones the later, which is drawn on top. */
  nearest(to: Place, radius: number, accepts: Accepts = all): number {
    let best = -1;
    let least = radius ** 2;
    this.#visit(to.x - radius, to.y - radius, to.x + radius, to.y + radius, (index) => {
      const distance = this.#squaredDistance(index, to);
      if ((distance < least || (distance === least && index > best)) && accepts(index)) {
        least = distance;
        best = index;
      }
    });
    return best;
  }

  /** The points in a box, in no order; of more than `most`, one more than that. */
  inBox(low: Place, high: Place, accepts: Accepts = all, most = Infinity): number[] {
    const found: number[] = [];
    this.#visit(low.x, low.y, high.x, high.y, (index) => {
      if (found.length > most) {
        return;
      }
      const x = this.#xOf(index);
      const y = this.#yOf(index);
      if (x >= low.x && x <= high.x && y >= low.y && y <= high.y && accepts(index)) {
        found.push(index);
      }
    });
    return found;
  }

  /** The points inside a closed line (even–odd rule), ascending. Fewer than three corners enclose nothing. */
  inPolygon(ring: readonly Place[], accepts: Accepts = all): number[] {
    if (ring.length < 3) {
      return [];
    }
    const xs = ring.map(({ x }) => x);
    const ys = ring.map(({ y }) => y);
    const inBox = this.inBox(
      { x: Math.min(...xs), y: Math.min(...ys) },
      { x: Math.max(...xs), y: Math.max(...ys) },
      accepts,
    );
    return inBox
      .filter((index) => isInside(ring, this.#xOf(index), this.#yOf(index)))
      .sort((a, b) => a - b);
  }

  /**
   * The nearest point in a direction (a unit vector) from a place, within 45° of it; -1 when there is none. What lies
   * aside counts twice, as the eye goes straight on.
   */
  toward(from: Place, direction: Place, accepts: Accepts = all): number {
    let best = -1;
    let least = Infinity;
    for (let index = 0; index < this.x.length; index++) {
      const dx = this.#xOf(index) - from.x;
      const dy = this.#yOf(index) - from.y;
      const along = dx * direction.x + dy * direction.y;
      const aside = Math.abs(dx * direction.y - dy * direction.x);
      const cost = along + 2 * aside;
      if (along > 0 && aside <= along && cost < least && accepts(index)) {
        least = cost;
        best = index;
      }
    }
    return best;
  }

  #squaredDistance(index: number, to: Place): number {
    return (this.#xOf(index) - to.x) ** 2 + (this.#yOf(index) - to.y) ** 2;
  }

  #xOf(index: number): number {
    return this.x[index] ?? 0;
  }

  #yOf(index: number): number {
    return this.y[index] ?? 0;
  }

  #columnOf(value: number): number {
    const cell = Math.floor(((value + 1) / 2) * this.#side);
    return Math.min(this.#side - 1, Math.max(0, cell));
  }

  #cellOf(index: number): number {
    return this.#columnOf(this.#yOf(index)) * this.#side + this.#columnOf(this.#xOf(index));
  }

  #visit(x0: number, y0: number, x1: number, y1: number, visit: (index: number) => void): void {
    const [left, right] = [this.#columnOf(x0), this.#columnOf(x1)];
    for (let row = this.#columnOf(y0); row <= this.#columnOf(y1); row++) {
      const from = this.#start[row * this.#side + left] ?? 0;
      const to = this.#start[row * this.#side + right + 1] ?? 0;
      for (let at = from; at < to; at++) {
        visit(this.#sorted[at] ?? 0);
      }
    }
  }
}

function isInside(ring: readonly Place[], x: number, y: number): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const corner of ring) {
    if (before !== undefined && corner.y > y !== before.y > y) {
      const crossing = ((before.x - corner.x) * (y - corner.y)) / (before.y - corner.y) + corner.x;
      inside = x < crossing ? !inside : inside;
    }
    before = corner;
  }
  return inside;
}
