import type { PackedRows } from '../../shared/packed-rows';
import { packedDot, unpackRow } from '../../shared/packed-rows';
import { seededRandom } from '../../shared/seeded-random';

/** A song by its row in a space. */
export interface SoundingSong {
  readonly row: number;
  readonly seconds: number;
}

/** What counts as the same: no farther apart in length, and at least so near. */
interface Sameness {
  readonly seconds: number;
  readonly cosine: number;
}

/**
 * Songs are compared when they lie on the same side of all planes of any of the tables (locality-sensitive hashing by signs, Charikar 2002).
 * With 9 planes and 16 tables of 100 pairs with a cosine of 0.9 one is missed, of nearer ones fewer, and of pairs that have nothing
 * to do with each other 4 are compared.
 */
const PLANES = 9;
const TABLES = 16;
/** Values of a vector that a plane looks at; all would say hardly more. */
const VALUES_A_PLANE = 24;
/** Songs of one side that each is compared with, those of the nearest lengths first: what keeps a library of equal songs from taking for ever. */
const MOST_COMPARED = 64;

/** Songs that are hashed, and cosines that are worked out, before others may have their turn: about a millisecond. */
const HASHED_A_BATCH = 250;
const COMPARED_A_BATCH = 1000;

/** What a stretch of a table found. */
interface Batch {
  /** Places in the list of songs. A pair may come more than once. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Cosines that were worked out for it: at most `TABLES` · `MOST_COMPARED` a song over all tables. */
  readonly compared: number;
}

/**
 * Finds pairs of songs of about one length that sound the same, bit by bit, so that others may have their turn in between: a little
 * more than in proportion to the songs, where comparing each with each would take their square.
 */
export function* alikeSounds(
  space: PackedRows,
  songs: readonly SoundingSong[],
  sameness: Sameness,
): Generator<Batch, void> {
  const order = yield* byLength(songs);
  const random = seededRandom(1);
  const vector = new Float32Array(space.dims);
  for (let table = 0; table < TABLES; table++) {
    const planes = Array.from({ length: PLANES }, () => planeOf(space.dims, random));
    const sides = new Map<number, number[]>();
    for (const [place, at] of order.entries()) {
      const side = sideOf(unpackRow(space, songs[at]!.row, vector), planes);
      const there = sides.get(side);
      if (there === undefined) {
        sides.set(side, [at]);
      } else {
        there.push(at);
      }
      if (place % HASHED_A_BATCH === 0) {
        yield NOTHING;
      }
    }
    yield* compare(space, songs, sides.values(), sameness);
  }
}

const NOTHING: Batch = { pairs: [], compared: 0 };

/** Places in the list of songs. Those of each second are sorted on their own: all at once take too long for others to wait. */
function* byLength(songs: readonly SoundingSong[]): Generator<Batch, readonly number[]> {
  const ofSecond = new Map<number, number[]>();
  for (const [at, { seconds }] of songs.entries()) {
    const second = Math.floor(seconds);
    const there = ofSecond.get(second);
    if (there === undefined) {
      ofSecond.set(second, [at]);
    } else {
      there.push(at);
    }
    if (at % HASHED_A_BATCH === 0) {
      yield NOTHING;
    }
  }
  const order: number[] = [];
  for (const second of [...ofSecond.keys()].sort((a, b) => a - b)) {
    const there = ofSecond.get(second)!;
    for (const at of there.sort((a, b) => songs[a]!.seconds - songs[b]!.seconds || a - b)) {
      order.push(at);
    }
    yield NOTHING;
  }
  return order;
}

interface Plane {
  readonly values: Uint16Array;
  readonly signs: Int8Array;
}

function planeOf(dims: number, random: () => number): Plane {
  const count = Math.min(dims, VALUES_A_PLANE);
  const isAll = count === dims;
  return {
    values: Uint16Array.from({ length: count }, (_, at) =>
      isAll ? at : Math.floor(random() * dims),
    ),
    signs: Int8Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1)),
  };
}

/** A bit for each plane. */
function sideOf(vector: Float32Array, planes: readonly Plane[]): number {
  let side = 0;
  for (const { values, signs } of planes) {
    let sum = 0;
    for (let at = 0; at < values.length; at++) {
      sum += signs[at]! * vector[values[at]!]!;
    }
    side = side * 2 + (sum > 0 ? 1 : 0);
  }
  return side;
}

/** @param sides the songs of each side, by length */
function* compare(
  space: PackedRows,
  songs: readonly SoundingSong[],
  sides: Iterable<readonly number[]>,
  sameness: Sameness,
): Generator<Batch, void> {
  let pairs: (readonly [number, number])[] = [];
  let compared = 0;
  for (const side of sides) {
    for (let place = 1; place < side.length; place++) {
      const song = songs[side[place]!]!;
      const last = Math.max(0, place - MOST_COMPARED);
      for (let before = place - 1; before >= last; before--) {
        const other = songs[side[before]!]!;
        if (song.seconds - other.seconds > sameness.seconds) {
          break;
        }
        compared++;
        if (packedDot(space, song.row, other.row) >= sameness.cosine) {
          pairs.push([side[before]!, side[place]!]);
        }
      }
      if (compared >= COMPARED_A_BATCH) {
        yield { pairs, compared };
        pairs = [];
        compared = 0;
      }
    }
  }
  yield { pairs, compared };
}
