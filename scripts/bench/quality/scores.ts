/** How like each other two sounds of a set are: higher is nearer. */
export type Likeness = (a: number, b: number) => number;

interface Neighbours {
  readonly p10: number;
  readonly map: number;
}

const NEAREST = 10;

/** Places of `candidates` by falling likeness; ties stay in order. */
function ranked(
  candidates: readonly number[],
  likeness: (other: number) => number,
): readonly number[] {
  const scores = new Map(candidates.map((other) => [other, likeness(other)]));
  return [...candidates].sort((a, b) => scores.get(b)! - scores.get(a)! || a - b);
}

function others(count: number, self: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at).filter((at) => at !== self);
}

/** The share of queries whose nearest song is the one they were made of. @param origins by query */
export function recallOfFirst(
  origins: readonly number[],
  songs: number,
  likeness: (query: number, song: number) => number,
): number {
  const hits = origins.filter((origin, query) => {
    const own = likeness(query, origin);
    for (let song = 0; song < songs; song += 1) {
      // A tie is no hit: it would be one by the order of the songs.
      if (song !== origin && !(likeness(query, song) < own)) {
        return false;
      }
    }
    return true;
  });
  return mean(hits.length === 0 ? [0] : [hits.length / origins.length]);
}

/**
 * Precision of the ten nearest and mean average precision, over the songs whose group has another song.
 * @param groups by song; songs without one ask nothing, but stand in the way
 */
export function groupScores(
  groups: readonly (string | undefined)[],
  likeness: Likeness,
): Neighbours {
  const sizes = new Map<string, number>();
  for (const group of groups) {
    if (group !== undefined) {
      sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
  }
  const precision: number[] = [];
  const average: number[] = [];
  groups.forEach((group, song) => {
    if (group === undefined || sizes.get(group)! < 2) {
      return;
    }
    const order = ranked(others(groups.length, song), (other) => likeness(song, other));
    const places = order.flatMap((other, place) => (groups[other] === group ? [place] : []));
    precision.push(places.filter((place) => place < NEAREST).length / NEAREST);
    average.push(mean(places.map((place, hit) => (hit + 1) / (place + 1))));
  });
  return { p10: mean(precision), map: mean(average) };
}

/** Every rendering asks all others: 1 / place of the first of its tune, and the share of its tune among the first ten. */
export function versionScores(
  tunes: readonly number[],
  likeness: Likeness,
): { readonly mrr: number; readonly recall10: number } {
  const reciprocal: number[] = [];
  const recall: number[] = [];
  tunes.forEach((tune, song) => {
    const order = ranked(others(tunes.length, song), (other) => likeness(song, other));
    const places = order.flatMap((other, place) => (tunes[other] === tune ? [place] : []));
    if (places.length > 0) {
      reciprocal.push(1 / (places[0]! + 1));
      recall.push(places.filter((place) => place < NEAREST).length / places.length);
    }
  });
  return { mrr: mean(reciprocal), recall10: mean(recall) };
}

/** Skewness of how often each song is among the ten nearest of others, and the share of songs that never is. */
export function hubness(
  songs: number,
  likeness: Likeness,
): { readonly skewness: number; readonly antihubShare: number } {
  const counts = new Float64Array(songs);
  for (let song = 0; song < songs; song += 1) {
    const order = ranked(others(songs, song), (other) => likeness(song, other));
    for (const near of order.slice(0, NEAREST)) {
      counts[near]! += 1;
    }
  }
  const middle = mean([...counts]);
  const moment = (power: number): number =>
    mean([...counts].map((count) => (count - middle) ** power));
  return {
    skewness: moment(2) === 0 ? 0 : moment(3) / moment(2) ** 1.5,
    antihubShare: counts.filter((count) => count === 0).length / songs,
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
