import { cellOf, CELLS, densityOf, middleOf } from './density';

/** What regions are at each level, the largest first. */
const LEVELS = [
  { deviation: 0.08, leastShare: 0.02 },
  { deviation: 0.04, leastShare: 0.008 },
  { deviation: 0.02, leastShare: 0.003 },
] as const;
const FEWEST_POINTS = 3;
/** Maps with fewer points are blurred more, up to so many times. */
const MANY_POINTS = 2000;
const MOST_BLUR = 2.5;
/** Two hills are one when the way between them goes down to no less than this share of the lower one. */
const ONE_HILL = 0.8;
/** Of a region's points, so many are within its radius. */
const WITHIN = 0.75;

/** A place where points lie close together, in units of the map. */
export interface Region {
  /** Where they lie closest. */
  readonly x: number;
  readonly y: number;
  /** Three of four points are within it. */
  readonly radius: number;
  readonly count: number;
}

/** The regions of one level, largest first, and which of them each point is in: −1 for none. */
export interface RegionLevel {
  readonly regions: readonly Region[];
  readonly regionOf: Int32Array;
}

/**
 * Dense regions of a map at three levels: the density of the points, blurred less at each level, is parted along its valleys (watershed),
 * and what has few points is none. The same for the same points in any order.
 * @param x, y finite, in [−1, 1].
 */
export function findRegions(x: Float32Array, y: Float32Array): readonly RegionLevel[] {
  const blur = Math.min(MOST_BLUR, Math.max(1, (MANY_POINTS / Math.max(1, x.length)) ** (1 / 6)));
  return LEVELS.map(({ deviation, leastShare }) => {
    const peakOf = hillsOf(densityOf(x, y, deviation * blur));
    return regionsAt(x, y, peakOf, Math.max(FEWEST_POINTS, Math.ceil(leastShare * x.length)));
  });
}

/** The highest cell of the hill that each cell is on; −1 where there is nothing. */
function hillsOf(density: Float64Array): Int32Array {
  const peakOf = new Int32Array(density.length).fill(-1);
  const find = (cell: number): number => {
    let peak = cell;
    while (peakOf[peak] !== peak) {
      // Half of the way is shortened as it is gone.
      peakOf[peak] = peakOf[peakOf[peak]!]!;
      peak = peakOf[peak]!;
    }
    return peak;
  };
  const highest = Array.from(density.keys())
    .filter((cell) => density[cell]! > 0)
    .sort((a, b) => density[b]! - density[a]! || a - b);
  for (const cell of highest) {
    // Peaks that one comes to from here, going up; the highest takes the cell.
    let best = -1;
    for (const other of around(cell)) {
      if (peakOf[other] === -1) {
        continue;
      }
      const peak = find(other);
      if (best === -1) {
        best = peak;
      } else if (peak !== best) {
        const [high, low] = isHigher(density, peak, best) ? [peak, best] : [best, peak];
        if (density[cell]! >= ONE_HILL * density[low]!) {
          peakOf[low] = high;
        }
        best = high;
      }
    }
    peakOf[cell] = best === -1 ? cell : best;
  }
  for (const cell of highest) {
    peakOf[cell] = find(cell);
  }
  return peakOf;
}

function isHigher(density: Float64Array, a: number, b: number): boolean {
  return density[a] === density[b] ? a < b : density[a]! > density[b]!;
}

/** The up to eight cells that touch a cell. */
function around(cell: number): number[] {
  const column = cell % CELLS;
  const row = Math.floor(cell / CELLS);
  const cells: number[] = [];
  for (let up = Math.max(0, row - 1); up <= Math.min(CELLS - 1, row + 1); up++) {
    for (let at = Math.max(0, column - 1); at <= Math.min(CELLS - 1, column + 1); at++) {
      if (up !== row || at !== column) {
        cells.push(up * CELLS + at);
      }
    }
  }
  return cells;
}

function regionsAt(
  x: Float32Array,
  y: Float32Array,
  peakOf: Int32Array,
  fewest: number,
): RegionLevel {
  const membersOf = new Map<number, number[]>();
  for (let i = 0; i < x.length; i++) {
    const peak = peakOf[cellOf(x[i]!, y[i]!)]!;
    const members = membersOf.get(peak);
    if (members === undefined) {
      membersOf.set(peak, [i]);
    } else {
      members.push(i);
    }
  }
  const kept = [...membersOf]
    .filter(([, members]) => members.length >= fewest)
    .sort(([a, as], [b, bs]) => bs.length - as.length || a - b);
  const regionOf = new Int32Array(x.length).fill(-1);
  const regions = kept.map(([peak, members], number) => {
    const middle = middleOf(peak);
    for (const i of members) {
      regionOf[i] = number;
    }
    const distances = Float64Array.from(members, (i) =>
      Math.hypot(x[i]! - middle.x, y[i]! - middle.y),
    ).sort();
    const radius = distances[Math.ceil(WITHIN * members.length) - 1]!;
    return { ...middle, radius, count: members.length };
  });
  return { regions, regionOf };
}
