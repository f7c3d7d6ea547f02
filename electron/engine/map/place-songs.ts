import { nearestPoints } from './near-points';
import type { GrowingRows, NearRow } from './near-rows';
import { compareWithAll, NearestRows } from './near-rows';
import type { StandingPoints } from './settle-point';
import { SETTLE_NEIGHBOURS, settlePoint } from './settle-point';
import { TrustAgain } from './trust-again';
import type { NewSong } from './trust-again';

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
  const grown: GrownMap = {
    rows: { first: map.vectors, second: fresh, dims },
    x: joined(map.x, new Float32Array(songs)),
    y: joined(map.y, new Float32Array(songs)),
    half: map.half,
  };
  const again = new TrustAgain(grown.rows, standing);
  const similarities = new Float64Array(standing + songs);
  for (let number = 0; number < songs; number++) {
    const count = standing + number;
    again.add(placeNext(grown, similarities.subarray(0, count), number));
    onPart(number + 1, songs + 1);
  }
  const trust = again.measure(grown);
  onPart(songs + 1, songs + 1);
  const row = Int32Array.from(trust.keys())
    .filter((each) => each < standing)
    .sort();
  return {
    x: grown.x.slice(standing),
    y: grown.y.slice(standing),
    trust: Float32Array.from({ length: songs }, (_, number) => trust.get(standing + number)!),
    remeasured: { row, trust: Float32Array.from(row, (each) => trust.get(each)!) },
  };
}

interface GrownMap {
  readonly rows: GrowingRows;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly half: number;
}

/**
 * Puts the next row on the map of the rows before it.
 * @param similarities one for each row before it; filled here.
 */
function placeNext(map: GrownMap, similarities: Float64Array, number: number): NewSong {
  const { rows, x, y, half } = map;
  const count = similarities.length;
  compareWithAll(rows, count, similarities);
  const found = new NearestRows(SETTLE_NEIGHBOURS);
  found.offer(similarities);
  const near = found.list();
  if (near.length === 0) {
    return { row: count, near, similarities, touched: [] };
  }
  const points: StandingPoints = { x, y, count, half };
  const nearest = near.slice(0, NEIGHBOURS);
  const place = settlePoint(points, beside(points, nearest, number), near);
  const free = isFree(points, place) ? place : aside(place, number, APART);
  x[count] = within(free.x);
  y[count] = within(free.y);
  const shown = nearestPoints(map, count, count, NEIGHBOURS).rows;
  // Those that it is like and those that it lies beside in turn.
  const touched = nearest.flatMap(({ row }, at) => [row, shown[at]!]);
  return { row: count, near, similarities, touched: [...new Set(touched)] };
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
