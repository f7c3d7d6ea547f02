import type { SpaceName } from '../../shared/records';
import { dotOf } from './song-space';

/** What is heard at a place in a song, L2-normalised. */
interface Passage {
  /** Of its middle. */
  readonly seconds: number;
  readonly vector: Float32Array;
}

/** The passages of a song by space, in those spaces that have some. */
export type PassagesBySpace = Readonly<Partial<Record<SpaceName, readonly Passage[]>>>;

/** Two passages, one of each song. */
interface PassagePair {
  readonly space: SpaceName;
  /** The middles of both, in seconds. */
  readonly a: number;
  readonly b: number;
  readonly cosine: number;
}

/**
 * How near the nearest passages of two songs lie that have nothing to do with each other, by space: the mean and the deviation of the
 * highest cosine (docs/decisions/004-describe.md). The spaces are of other scales and have other numbers of passages, so
 * that plain cosines of one say nothing beside those of another.
 */
const USUAL_BEST = [
  { space: 'genre', mean: 0.41, deviation: 0.2 },
  { space: 'melody', mean: 0.35, deviation: 0.12 },
] as const satisfies readonly { space: SpaceName; mean: number; deviation: number }[];

/** The spaces whose passages are compared. */
export const PASSAGE_SPACES = USUAL_BEST.map(({ space }) => space);

/**
 * The passages of two songs that are most alike, in the space where that says most: where they lie farthest beyond what unrelated songs
 * reach. Null when no space has passages of both.
 */
export function mostAlike(a: PassagesBySpace, b: PassagesBySpace): PassagePair | null {
  let best: { readonly pair: PassagePair; readonly unusual: number } | null = null;
  for (const { space, mean, deviation } of USUAL_BEST) {
    const pair = nearestPair(space, a[space] ?? [], b[space] ?? []);
    const unusual = pair === null ? -Infinity : (pair.cosine - mean) / deviation;
    if (pair !== null && (best === null || unusual > best.unusual)) {
      best = { pair, unusual };
    }
  }
  return best?.pair ?? null;
}

function nearestPair(
  space: SpaceName,
  those: readonly Passage[],
  others: readonly Passage[],
): PassagePair | null {
  let best: PassagePair | null = null;
  for (const a of those) {
    for (const b of others) {
      const cosine = dotOf(a.vector, b.vector);
      if (best === null || cosine > best.cosine) {
        best = { space, a: a.seconds, b: b.seconds, cosine };
      }
    }
  }
  return best;
}
