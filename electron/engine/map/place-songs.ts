import { MAP_NEIGHBOURS } from './trust-steps';

/** Neighbours that say where a new song belongs. */
const NEIGHBOURS = 10;
/** Neighbours farther from the nearest one than this share of the map's half width belong to another region. */
const REGION = 0.25;
/** So far from the middle of its neighbours a song is put, that it does not hide one of them. */
const STEP_ASIDE = 0.006;
/** Turns evenly spread without a pattern that the eye finds. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** A map that stays as it is: row i of `vectors` lies at (x[i], y[i]). */
export interface PlacedSongs {
  /** n × dims, L2-normalised rows. */
  readonly vectors: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Where a new song was put, and how far the map can be trusted there; see `trustOf`. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly trust: number;
}

/**
 * Where a new song belongs on a map, without moving any other: at the mean of its nearest neighbours, weighted by how much
 * nearer they are than the farthest of them, over those that lie where the nearest one lies.
 * @param vector of length dims, L2-normalised.
 * @param number tells songs apart that would come to lie on one spot.
 */
export function placeSong(
  { vectors, x, y }: PlacedSongs,
  dims: number,
  vector: Float32Array,
  number: number,
): Placed {
  const near = nearestRows(vectors, dims, vector);
  const [first] = near;
  if (first === undefined) {
    return { x: 0, y: 0, trust: 1 };
  }
  const floor = near.at(-1)!.similarity;
  let weights = 0;
  let sumX = 0;
  let sumY = 0;
  for (const { row, similarity } of near) {
    const distance = Math.hypot(x[row]! - x[first.row]!, y[row]! - y[first.row]!);
    if (distance <= REGION) {
      const weight = similarity - floor + 1e-6;
      weights += weight;
      sumX += weight * x[row]!;
      sumY += weight * y[row]!;
    }
  }
  const angle = number * GOLDEN_ANGLE;
  const place = {
    x: within(sumX / weights + STEP_ASIDE * Math.cos(angle)),
    y: within(sumY / weights + STEP_ASIDE * Math.sin(angle)),
  };
  return { ...place, trust: trustAt(place, x, y, near) };
}

/** The share of the nearest songs that are among the nearest points of the map. */
function trustAt(
  place: { readonly x: number; readonly y: number },
  x: Float32Array,
  y: Float32Array,
  near: readonly NearRow[],
): number {
  const squared = Float64Array.from(x, (at, row) => (at - place.x) ** 2 + (y[row]! - place.y) ** 2);
  const limit = squared.slice().sort()[Math.min(MAP_NEIGHBOURS, x.length) - 1]!;
  return near.filter(({ row }) => squared[row]! <= limit).length / near.length;
}

function within(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

interface NearRow {
  readonly row: number;
  readonly similarity: number;
}

/** Highest cosine first; at the same cosine the lower row first. */
function nearestRows(vectors: Float32Array, dims: number, vector: Float32Array): NearRow[] {
  const best: NearRow[] = [];
  for (let row = 0, at = 0; at < vectors.length; row++) {
    let similarity = 0;
    for (let dim = 0; dim < dims; dim++, at++) {
      similarity += vectors[at]! * vector[dim]!;
    }
    if (best.length < NEIGHBOURS || similarity > best.at(-1)!.similarity) {
      insert(best, { row, similarity });
    }
  }
  return best;
}

function insert(best: NearRow[], found: NearRow): void {
  let at = best.length;
  while (at > 0 && best[at - 1]!.similarity < found.similarity) {
    at--;
  }
  best.splice(at, 0, found);
  best.length = Math.min(best.length, NEIGHBOURS);
}
