import { MugleError } from '../../shared/errors';
import type {
  Ranking,
  SimilarList,
  SimilarRequest,
  SimilarSong,
} from '../../shared/ipc/similar-contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { FusedList, SpaceList } from '../rank/rankings';
import { fuseRanks, LIST_DEPTH, scoreTotal, topThreeOfEach } from '../rank/rankings';
import type { AskedVectors, SpaceSpreads } from '../rank/row-distances';
import { meanCosine, scoreRows } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import type { HeardTags } from './heard-tags';
import type { HubStatistics } from './hub-statistics';
import type { LibraryView } from './library-view';
import type { Listener } from './listener';
import { LimitRules } from './similar-limits';
import { songsAsked, songsCompared, vectorsOf } from './similar-query';
import type { SpaceScores } from './space-lists';
import type { VersionFolds } from './version-folds';
import { listOf, mostSongs } from './space-lists';

export interface SimilarParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly hubs: HubStatistics;
  readonly heard: HeardTags;
  readonly versions: VersionFolds;
}

/** Balanced looks so deep into each list at first, so that songs at different places in two lists meet. */
const FUSION_DEPTH = 700;
/** Where limits leave too few, it looks so many times deeper. */
const DEEPER = 8;
/** Years after which a song is out of the query's era, by a factor of e. */
const ERA_YEARS = 6;
/** A song without a year stands as far from the era as one of so many years away. */
const UNKNOWN_YEARS = 12;

/**
 * What sounds like the songs of the library that a query means, best first, never they themselves.
 * @throws MugleError `track-unknown`, `not-analysed`, or why a song could not be listened to.
 */
export async function findSimilar(
  parts: SimilarParts & { readonly listener: Listener },
  request: SimilarRequest,
): Promise<SimilarList> {
  const ranking = request.ranking ?? { by: 'balanced' };
  const songs = songsAsked(parts, request.query);
  const compared = await songsCompared(parts, songs, spacesOf(ranking));
  const vectors = vectorsOf(parts.store, compared, songs.minus);
  return rankSongs(parts, { ...request, ...songs, compared: compared.length, ranking, vectors });
}

/** A question whose vectors are known; `asked` and `minus` are never in the answer. */
export interface VectorQuestion extends Pick<SimilarRequest, 'limits' | 'limit'> {
  readonly asked: readonly TrackId[];
  readonly minus: readonly TrackId[];
  readonly compared: number;
  readonly ranking: Ranking;
  readonly vectors: ReadonlyMap<SpaceName, AskedVectors>;
}

/** Ranks the library against vectors. @throws MugleError `bad-request` when no space has any weight. */
export async function rankSongs(
  { store, view, hubs, heard, versions }: SimilarParts,
  question: VectorQuestion,
): Promise<SimilarList> {
  const { ranking, limits = {}, limit, asked, minus, vectors } = question;
  const spaces = spacesOf(ranking).filter((space) => vectors.has(space));
  const spreads = await spreadsOf(hubs, spaces, ranking);
  const scored = spaces.flatMap((space): SpaceScores[] => {
    const memory = store.space(space);
    const asks = vectors.get(space);
    return memory === undefined || asks === undefined
      ? []
      : [{ space, memory, scores: scoreRows(memory, asks, spreads.get(space)) }];
  });
  const notPresent = view.notPresent();
  const hears = limits.tags === undefined ? undefined : await heard.rule(limits.tags);
  const rules = new LimitRules(store, limits, hears);
  const never = new Set([...asked, ...minus]);
  const isVersionOf =
    ranking.by === 'balanced' ? versions.areVersions.bind(versions) : (): boolean => false;
  const own = ownVersions(scored, asked, isVersionOf);
  const isOut = (id: TrackId): boolean =>
    never.has(id) || own.has(id) || notPresent.has(id) || !rules.allows(id);
  const { lists, taken, passed } = takeSongs({
    store,
    question,
    scored,
    isOut,
    rules,
    isVersionOf,
  });
  const most = mostSongs(scored, notPresent);
  const short = taken.size < limit;
  const others = function* (): Generator<TrackId> {
    for (const id of most?.memory.ids ?? []) {
      if (!never.has(id) && !own.has(id) && !notPresent.has(id)) {
        yield id;
      }
    }
  };
  return {
    asked: [...asked],
    compared: question.compared,
    items: describe(taken, lists, scored, question),
    versions: [...own].filter((id) => !notPresent.has(id)),
    spaces,
    filled: SPACES.filter((space) => store.space(space) !== undefined),
    corrected: spreads.size > 0,
    removed: short ? [...rules.count(others()), ...passed] : [],
    analysed: most?.songs ?? 0,
    total: store.tracks.size - notPresent.size,
  };
}

/** The spaces a ranking may look at; Balanced leaves out those without weight. */
function spacesOf(ranking: Ranking): readonly SpaceName[] {
  if (ranking.by === 'space') {
    return [ranking.space];
  }
  const spaces = SPACES.filter((space) => weightOf(ranking, space) > 0);
  if (spaces.length === 0) {
    throw new MugleError('bad-request', 'At least one space must have some weight.');
  }
  return spaces;
}

function weightOf(ranking: Ranking, space: SpaceName): number {
  return ranking.by === 'balanced' ? (ranking.weights?.[space] ?? 1) : 1;
}

async function spreadsOf(
  hubs: HubStatistics,
  spaces: readonly SpaceName[],
  ranking: Ranking,
): Promise<ReadonlyMap<SpaceName, SpaceSpreads>> {
  const found = new Map<SpaceName, SpaceSpreads>();
  if (ranking.by === 'balanced' && ranking.hubs !== false) {
    for (const space of spaces) {
      const spreads = await hubs.of(space);
      if (spreads !== undefined) {
        found.set(space, spreads);
      }
    }
  }
  return found;
}

interface Taking {
  readonly store: LibraryStore;
  readonly question: VectorQuestion;
  readonly scored: readonly SpaceScores[];
  readonly isOut: (id: TrackId) => boolean;
  readonly rules: LimitRules;
  readonly isVersionOf: (a: TrackId, b: TrackId) => boolean;
}

interface Taken extends ReturnType<LimitRules['take']> {
  readonly lists: readonly SpaceList[];
}

/** Looks deeper and deeper until there are enough songs, or no more. */
function takeSongs({ store, question, scored, isOut, rules, isVersionOf }: Taking): Taken {
  const { ranking, limit } = question;
  const isFixed = ranking.by === 'score-total' || ranking.by === 'top-3';
  for (let depth = isFixed ? LIST_DEPTH : FUSION_DEPTH; ; depth *= DEEPER) {
    const lists = scored.map((scores) => listOf(scores, depth, isOut));
    const order = orderOf(store, question, lists);
    const { taken, passed } = rules.take(order, limit, isVersionOf);
    const isAll = lists.every(({ items }) => items.length < depth);
    if (isFixed || isAll || taken.size >= limit) {
      return { lists, taken, passed };
    }
  }
}

function orderOf(
  store: LibraryStore,
  { ranking, limit, asked }: VectorQuestion,
  lists: readonly SpaceList[],
): readonly TrackId[] {
  switch (ranking.by) {
    case 'score-total':
      return scoreTotal(lists);
    case 'top-3':
      return topThreeOfEach(lists, limit);
    case 'space':
      return lists.flatMap(({ items }) => items.map(({ id }) => id));
    case 'balanced': {
      const fused = lists.map((list): FusedList => {
        const memory = store.space(list.space);
        return {
          ...list,
          weight: weightOf(ranking, list.space),
          has: (id) => memory?.rowOf(id) !== undefined,
        };
      });
      return fuseRanks(fused, eraFavour(store, asked, ranking.era ?? 0));
    }
  }
}

/** A factor for each song: 1 in the era of the songs asked about (the middle of their years), down to 1 − era far from it. */
function eraFavour(
  store: LibraryStore,
  asked: readonly TrackId[],
  era: number,
): (id: TrackId) => number {
  const yearOf = (id: TrackId): number | null => store.tracks.get(id)?.tags.year ?? null;
  const years = asked.flatMap((id) => yearOf(id) ?? []).sort((a, b) => a - b);
  const middle = years[years.length >> 1];
  if (era === 0 || middle === undefined) {
    return () => 1;
  }
  return (id) => {
    const year = yearOf(id);
    const away = year === null ? UNKNOWN_YEARS : Math.abs(year - middle);
    // Never quite 0: songs out of the era keep their order.
    return 1 - era * (1 - Math.exp(-away / ERA_YEARS)) + 1e-6;
  };
}

function describe(
  taken: ReadonlyMap<TrackId, readonly TrackId[]>,
  lists: readonly SpaceList[],
  scored: readonly SpaceScores[],
  { ranking, vectors }: VectorQuestion,
): SimilarSong[] {
  const ranks = new Map(
    lists.map(({ space, items }) => [space, new Map(items.map(({ id }, at) => [id, at + 1]))]),
  );
  const placesOf = (id: TrackId): SimilarSong['places'] =>
    scored.flatMap(({ space, memory }) => {
      const own = memory.get(id);
      const plus = vectors.get(space)?.plus ?? [];
      return own === undefined
        ? []
        : [{ space, rank: ranks.get(space)?.get(id) ?? null, cosine: meanCosine(own, plus) }];
    });
  const scoreOf = (places: SimilarSong['places']): number => {
    const weights = places.reduce((sum, { space }) => sum + weightOf(ranking, space), 0);
    const sum = places.reduce(
      (total, { space, cosine }) => total + weightOf(ranking, space) * cosine,
      0,
    );
    return weights === 0 ? 0 : sum / weights;
  };
  return [...taken].map(([id, versions]) => {
    const places = placesOf(id);
    return {
      id,
      score: scoreOf(places),
      places,
      versions: versions.map((other) => ({ id: other, score: scoreOf(placesOf(other)) })),
    };
  });
}

/** How deep versions of the song that was asked about are looked for: they are its nearest. */
const OWN_DEPTH = 30;

/** The versions of one song that is asked about; of several none, as they stand for more than themselves. */
function ownVersions(
  scored: readonly SpaceScores[],
  asked: readonly TrackId[],
  isVersionOf: (a: TrackId, b: TrackId) => boolean,
): ReadonlySet<TrackId> {
  const [only = ''] = asked;
  if (asked.length !== 1) {
    return new Set();
  }
  const near = scored.flatMap((scores) => listOf(scores, OWN_DEPTH, (id) => id === only).items);
  return new Set(near.map(({ id }) => id).filter((id) => isVersionOf(id, only)));
}
