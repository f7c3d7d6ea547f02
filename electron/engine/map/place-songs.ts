import type { NearRow } from './near-rows';
import { nearestRows } from './near-rows';
import type { StandingPoints } from './settle-point';
import { SETTLE_NEIGHBOURS, settlePoint } from './settle-point';
import { MAP_NEIGHBOURS, TRUE_NEIGHBOURS } from './trust-steps';

/** Neighbours that say where a new song begins. */
const NEIGHBOURS = 10;
/** Neighbours farther from the nearest one than this share of the map's half width belong to another region. */
const REGION = 0.25;
/** So far from the middle of its neighbours a song begins, that it does not hide one of them. */
const STEP_ASIDE = 0.006;
/** At least so far from any other a song comes to lie, as a share of the map's half width: copies of one song are each to be seen. */
const APART = 0.001;
/** Turns evenly spread without a pattern that the eye finds. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Songs near new ones of which the trust is measured again: so many for each new song, */
const REMEASURED_EACH = 1;
/** but at least and at most so many; each costs a search of the whole library. */
const FEWEST_REMEASURED = 32;
const MOST_REMEASURED = 2000;

/** A map that stays as it is: row i of `vectors` lies at (x[i], y[i]). */
export interface StandingMap {
  /** n × dims, L2-normalised rows. */
  readonly vectors: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** See `Tsne`; NaN for a map that does not say: new songs are put on it and not settled. */
  readonly half: number;
}

/** Where new songs were put, in their order, and how far the map can be trusted there; see `trustOf`. */
export interface PlacedSongs {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly trust: Float32Array<ArrayBuffer>;
  /** Rows of the map beside which new songs came to lie, or that are like them: their trust as it is now. */
  readonly remeasured: {
    readonly row: Int32Array<ArrayBuffer>;
    readonly trust: Float32Array<ArrayBuffer>;
  };
}

/**
 * Puts new songs on a map without moving any other, one after the other: each at the mean of its nearest neighbours (weighted by how
 * much nearer they are than the farthest of them, over those that lie where the nearest one lies), and from there down
 * the gradient of t-SNE's objective; see `settlePoint`. Those before it are neighbours too.
 * @param fresh m × dims, L2-normalised rows.
 * @param onPart told after each part of the work; `done` rises to `total`.
 */
export function placeSongs(
  map: StandingMap,
  dims: number,
  fresh: Float32Array,
  onPart: (done: number, total: number) => void = () => undefined,
): PlacedSongs {
  const standing = map.x.length;
  const songs = fresh.length / dims;
  const grown = {
    vectors: joined(map.vectors, fresh),
    x: joined(map.x, new Float32Array(songs)),
    y: joined(map.y, new Float32Array(songs)),
    half: map.half,
    dims,
  };
  const trust = new Float32Array(standing + songs);
  const touched = new Set<number>();
  const wanted = Math.min(MOST_REMEASURED, Math.max(FEWEST_REMEASURED, REMEASURED_EACH * songs));
  const total = songs + wanted;
  for (let number = 0; number < songs; number++) {
    const placed = placeNext(grown, standing + number, number);
    trust[standing + number] = placed.trust;
    for (const row of placed.touched) {
      touched.add(row);
    }
    onPart(number + 1, total);
  }
  const step = Math.max(1, touched.size / wanted);
  const again = [...touched].sort((a, b) => a - b).filter((_, at) => at % step < 1);
  again.forEach((row, at) => {
    trust[row] = measureTrust(grown, row);
    onPart(songs + at + 1, total);
  });
  onPart(total, total);
  const row = Int32Array.from(again.filter((each) => each < standing));
  return {
    x: grown.x.slice(standing),
    y: grown.y.slice(standing),
    trust: trust.slice(standing),
    remeasured: { row, trust: Float32Array.from(row, (each) => trust[each]!) },
  };
}

interface GrownMap extends StandingMap {
  readonly dims: number;
}

interface PlacedNext {
  readonly trust: number;
  /** Rows whose neighbours are others now. */
  readonly touched: readonly number[];
}

/** Puts row `count` on the map of the rows before it. */
function placeNext(map: GrownMap, count: number, number: number): PlacedNext {
  const { vectors, x, y, half, dims } = map;
  const vector = vectors.subarray(count * dims, (count + 1) * dims);
  const near = nearestRows({ vectors, count, dims }, vector, SETTLE_NEIGHBOURS);
  if (near.length === 0) {
    return { trust: 1, touched: [] };
  }
  const points: StandingPoints = { x, y, count, half };
  const nearest = near.slice(0, NEIGHBOURS);
  const place = settlePoint(points, beside(points, nearest, number), near);
  const free = isFree(points, place) ? place : aside(place, number, APART);
  x[count] = within(free.x);
  y[count] = within(free.y);
  const shown = nearestPoints(map, count, count, TRUE_NEIGHBOURS).rows;
  return {
    trust: trustAt(map, count, count, near.slice(0, TRUE_NEIGHBOURS)),
    touched: [...nearest.map(({ row }) => row), ...shown],
  };
}

function beside(
  { x, y }: StandingPoints,
  near: readonly NearRow[],
  number: number,
): { readonly x: number; readonly y: number } {
  const first = near[0]!.row;
  const floor = near.at(-1)!.similarity;
  let weights = 0;
  let sumX = 0;
  let sumY = 0;
  for (const { row, similarity } of near) {
    const distance = Math.hypot(x[row]! - x[first]!, y[row]! - y[first]!);
    if (distance <= REGION) {
      const weight = similarity - floor + 1e-6;
      weights += weight;
      sumX += weight * x[row]!;
      sumY += weight * y[row]!;
    }
  }
  return aside({ x: sumX / weights, y: sumY / weights }, number, STEP_ASIDE);
}

function aside(
  { x, y }: { readonly x: number; readonly y: number },
  number: number,
  distance: number,
): { readonly x: number; readonly y: number } {
  const angle = number * GOLDEN_ANGLE;
  return { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
}

function isFree(
  { x, y, count }: StandingPoints,
  place: { readonly x: number; readonly y: number },
): boolean {
  for (let row = 0; row < count; row++) {
    const squared = (x[row]! - place.x) ** 2 + (y[row]! - place.y) ** 2;
    if (squared < (APART / 2) ** 2) {
      return false;
    }
  }
  return true;
}

/** The trust of a row, with all that is on the map. */
function measureTrust(map: GrownMap, row: number): number {
  const { vectors, x, dims } = map;
  const count = x.length;
  const vector = vectors.subarray(row * dims, (row + 1) * dims);
  return trustAt(
    map,
    row,
    count,
    nearestRows({ vectors, count, dims }, vector, TRUE_NEIGHBOURS, row),
  );
}

/** The share of a row's nearest rows that are among its nearest points of the first `count`. */
function trustAt(map: GrownMap, row: number, count: number, near: readonly NearRow[]): number {
  const { farthest } = nearestPoints(map, row, count, MAP_NEIGHBOURS);
  const kept = near.filter((other) => squaredTo(map, row, other.row) <= farthest);
  return near.length === 0 ? 1 : kept.length / near.length;
}

function squaredTo({ x, y }: StandingMap, a: number, b: number): number {
  return (x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2;
}

/** The k points nearest to a row's, of the first `count`, itself left out; and the squared distance of the last of them. */
function nearestPoints(
  map: StandingMap,
  row: number,
  count: number,
  k: number,
): { readonly rows: readonly number[]; readonly farthest: number } {
  const rows = new Int32Array(k).fill(-1);
  const squares = new Float64Array(k).fill(Infinity);
  for (let other = 0; other < count; other++) {
    const squared = squaredTo(map, row, other);
    if (squared < squares[k - 1]! && other !== row) {
      let to = k - 1;
      for (; to > 0 && squares[to - 1]! > squared; to--) {
        squares[to] = squares[to - 1]!;
        rows[to] = rows[to - 1]!;
      }
      squares[to] = squared;
      rows[to] = other;
    }
  }
  return { rows: [...rows].filter((other) => other >= 0), farthest: squares[k - 1]! };
}

/** One after the other. */
export function joined(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function within(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
