import type { SpaceName, TrackId } from '../../shared/records';

/** A song and what it is ordered by in its list; higher is better. */
interface Entry {
  readonly id: TrackId;
  readonly score: number;
}

/** The neighbours in one space, best first. */
export interface SpaceList {
  readonly space: SpaceName;
  readonly items: readonly Entry[];
}

/** How deep the rankings of the original look into each list. */
export const LIST_DEPTH = 50;
/** What a song that is missing from a list scores there: as the fiftieth. */
const MISSING_SCORE = 0.02;
/** Damps the first places (Cormack, Clarke, Büttcher: "Reciprocal rank fusion", SIGIR 2009, who found 60 good throughout). */
const RRF_K = 60;

/**
 * *Score Total*: in each space the i-th of the first 50 neighbours scores 1/i, a song missing from a list 0.02 there.
 * Ties break by the best cosine, then by id.
 */
export function scoreTotal(lists: readonly SpaceList[]): readonly TrackId[] {
  const places = placesOf(lists);
  const total = (id: TrackId): number =>
    lists.reduce((sum, { space }) => {
      const rank = places.get(id)?.ranks.get(space);
      return sum + (rank === undefined ? MISSING_SCORE : 1 / rank);
    }, 0);
  return bestFirst(Array.from(places, ([id, { best }]) => ({ id, best, value: total(id) })));
}

/** The order in which *Top 3 of each* goes on when its list is not full. */
const REFILL: readonly SpaceName[] = ['blend', 'melody', 'genre'];
const FIRST_OF_EACH = 3;

/**
 * *Top 3 of each*: the first three of every space, then one more from blend, melody, genre in turn until `wanted`
 * different songs are there. Of spaces that are all empty by then, the others go on in turn.
 */
export function topThreeOfEach(lists: readonly SpaceList[], wanted: number): readonly TrackId[] {
  const found = new Set<TrackId>();
  for (const { items } of lists) {
    for (const { id } of items.slice(0, FIRST_OF_EACH)) {
      found.add(id);
    }
  }
  const refill = REFILL.flatMap((space) => lists.filter((list) => list.space === space));
  const others = lists.filter((list) => !REFILL.includes(list.space));
  for (const group of [refill, others]) {
    takeInTurn(group, found, wanted);
  }
  return [...found].slice(0, wanted);
}

function takeInTurn(lists: readonly SpaceList[], found: Set<TrackId>, wanted: number): void {
  const left = lists.map(({ items }) => items.slice(0, LIST_DEPTH).values());
  let open = left.length;
  while (open > 0 && found.size < wanted) {
    open = 0;
    for (const items of left) {
      if (found.size < wanted && takeNext(items, found)) {
        open++;
      }
    }
  }
}

/** Takes the next song that is not there yet. @returns false at the end of the list. */
function takeNext(items: IterableIterator<Entry>, found: Set<TrackId>): boolean {
  for (const { id } of items) {
    if (!found.has(id)) {
      found.add(id);
      return true;
    }
  }
  return false;
}

export interface FusedList extends SpaceList {
  /** In proportion to those of the other lists; above 0. */
  readonly weight: number;
  /** Whether the song has a vector there: one without is judged by the other spaces alone. */
  readonly has: (id: TrackId) => boolean;
}

/**
 * *Balanced*: weighted reciprocal-rank fusion. Each list gives weight / (60 + rank); a song behind the end of a list
 * counts as just behind it. 1 is a song that leads every list.
 * @param favour a factor in (0, 1] for each song, for wishes that no space knows of (its era).
 */
export function fuseRanks(
  lists: readonly FusedList[],
  favour: (id: TrackId) => number = () => 1,
): readonly TrackId[] {
  const found = new Map<TrackId, FusedSong>();
  lists.forEach(({ weight, items }, list) => {
    items.forEach(({ id, score }, index) => {
      let song = found.get(id);
      if (song === undefined) {
        song = { id, best: score, sum: 0, weights: 0, lists: 0 };
        found.set(id, song);
      }
      song.best = Math.max(song.best, score);
      song.sum += weight / (RRF_K + index + 1);
      song.weights += weight;
      song.lists |= 1 << list;
    });
  });
  return bestFirst(
    Array.from(found.values(), (song) => {
      lists.forEach(({ weight, items, has }, list) => {
        if ((song.lists & (1 << list)) === 0 && has(song.id)) {
          song.sum += weight / (RRF_K + items.length + 1);
          song.weights += weight;
        }
      });
      const { id, best, sum, weights } = song;
      return { id, best, value: (sum / weights) * (RRF_K + 1) * favour(id) };
    }),
  );
}

/** What the lists give a song, and which of them have it: one bit each. */
interface FusedSong {
  readonly id: TrackId;
  best: number;
  sum: number;
  weights: number;
  lists: number;
}

interface Place {
  /** From 1, by space. */
  readonly ranks: Map<SpaceName, number>;
  best: number;
}

function placesOf(lists: readonly SpaceList[]): ReadonlyMap<TrackId, Place> {
  const places = new Map<TrackId, Place>();
  for (const { space, items } of lists) {
    for (const [index, { id, score }] of items.slice(0, LIST_DEPTH).entries()) {
      const place = places.get(id) ?? { ranks: new Map<SpaceName, number>(), best: score };
      place.ranks.set(space, index + 1);
      place.best = Math.max(place.best, score);
      places.set(id, place);
    }
  }
  return places;
}

interface Valued {
  readonly id: TrackId;
  readonly best: number;
  readonly value: number;
}

/** Ties break by the best score, then by id. */
function bestFirst(songs: Valued[]): readonly TrackId[] {
  return songs
    .sort((a, b) => b.value - a.value || b.best - a.best || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}
