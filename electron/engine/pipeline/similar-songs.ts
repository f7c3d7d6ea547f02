import { MugleError } from '../../shared/errors';
import type {
  Ranking,
  SimilarList,
  SimilarRequest,
  SimilarSong,
} from '../../shared/ipc/similar-contract';
import { USUAL_PER_ARTIST } from '../../shared/ipc/similar-contract';
import type { SoundFacts, SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { FusedList, SpaceList } from '../rank/rankings';
import { fuseRanks, LIST_DEPTH, scoreTotal, topThreeOfEach } from '../rank/rankings';
import type { LastScores } from '../rank/last-scores';
import type { AskedVectors, SpaceSpreads } from '../rank/row-distances';
import { meanCosine } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import type { HeardTags } from './heard-tags';
import type { HubStatistics } from './hub-statistics';
import type { LibraryView } from './library-view';
import type { Listener } from './listener';
import type { OutsideSongs } from './outside-songs';
import type { Renewal } from './renewal';
import type { Feedback } from './similar-feedback';
import { feedbackOn, NOTHING_SAID } from './similar-feedback';
import { passageVector } from './passage-matches';
import { favourOf } from './similar-favour';
import type { Taken } from './similar-limits';
import { LimitRules } from './similar-limits';
import {
  notInSpaces,
  songsAsked,
  songsCompared,
  spacesOf,
  vectorsOf,
  weightOf,
} from './similar-query';
import type { SpaceScores } from './space-lists';
import type { VersionFolds } from './version-folds';
import { listOf, mostSongs } from './space-lists';

export interface SimilarParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly hubs: HubStatistics;
  readonly heard: HeardTags;
  readonly versions: VersionFolds;
  readonly scores: LastScores;
  readonly renewal: Renewal;
}

/** Balanced looks so deep into each list at first, so that songs at different places in two lists meet. */
const FUSION_DEPTH = 700;
/** Where limits leave too few, it looks so many times deeper. */
const DEEPER = 8;

/**
 * What sounds like the songs of the library that a query means, best first, never they themselves.
 * @throws MugleError `track-unknown`, `not-analysed`, or why a song could not be listened to.
 */
export async function findSimilar(
  parts: SimilarParts & { readonly listener: Listener; readonly outside: OutsideSongs },
  request: SimilarRequest,
): Promise<SimilarList> {
  const ranking = request.ranking ?? { by: 'balanced' };
  if (request.query.kind === 'file') {
    return findSimilarToFile(parts, request, request.query.of, ranking);
  }
  const spaces = spacesOf(ranking);
  if (request.query.kind === 'passage' && !spaces.includes('genre')) {
    throw new MugleError('bad-request', 'A passage can only be compared in the genre space.');
  }
  const songs = songsAsked(parts, request.query);
  const compared = await songsCompared(parts, songs, spaces);
  if (request.query.kind === 'passage') {
    const vectors = await vectorsOfPassage(parts.store, request.query);
    return rankSongs(parts, { ...request, ...songs, compared: 1, ranking, vectors });
  }
  const said = request.feedback === true ? feedbackOn(parts, request.query) : NOTHING_SAID;
  const minus = [...songs.minus, ...said.less];
  return inOneLibrary(parts.store, () => {
    const vectors = vectorsOf(parts.store, compared, minus, said.more);
    const question = { ...request, ...songs, said, compared: compared.length, ranking, vectors };
    return rankSongs(parts, question);
  });
}

/** Asks once more when a space was changed for a new one in the middle: vectors of the two must not be compared. */
async function inOneLibrary<T>(store: LibraryStore, ask: () => Promise<T>): Promise<T> {
  const spaces = (): unknown[] => SPACES.map((space) => store.space(space));
  for (;;) {
    const before = spaces();
    const answer = await ask();
    if (spaces().every((space, at) => before[at] === undefined || space === before[at])) {
      return answer;
    }
  }
}

async function findSimilarToFile(
  parts: SimilarParts & { readonly outside: OutsideSongs },
  request: SimilarRequest,
  id: TrackId,
  ranking: Ranking,
): Promise<SimilarList> {
  return inOneLibrary(parts.store, async () => {
    const vectors = await parts.outside.vectorsOf(id, spacesOf(ranking));
    if (ranking.by === 'space' && !vectors.has(ranking.space)) {
      throw notInSpaces([ranking.space]);
    }
    const sound = await parts.outside.soundOf(id);
    const sounds = sound === undefined ? [] : [sound];
    const asked = { asked: [id], sounds, minus: [], compared: 1 };
    return rankSongs(parts, { ...request, ...asked, ranking, vectors });
  });
}

/** Passages are compared by genre: the other spaces have too few of them. @throws MugleError `not-analysed` */
async function vectorsOfPassage(
  store: LibraryStore,
  passage: Extract<SimilarRequest['query'], { kind: 'passage' }>,
): Promise<VectorQuestion['vectors']> {
  return new Map([['genre', { plus: [await passageVector(store, passage)], minus: [] }]]);
}

/** A question whose vectors are known; songs that it names are never in the answer. */
interface VectorQuestion extends Pick<SimilarRequest, 'limits' | 'limit'> {
  readonly asked: readonly TrackId[];
  readonly minus: readonly TrackId[];
  /** What is known of the sound of the songs asked about, where they are not in the library. */
  readonly sounds?: readonly SoundFacts[];
  /** What a person said of the list, which is in `vectors`. */
  readonly said?: Feedback;
  readonly compared: number;
  readonly ranking: Ranking;
  readonly vectors: ReadonlyMap<SpaceName, AskedVectors>;
}

function soundsOf(
  store: LibraryStore,
  { asked, sounds }: Pick<VectorQuestion, 'asked' | 'sounds'>,
): readonly SoundFacts[] {
  return sounds ?? asked.flatMap((id) => store.tracks.get(id)?.sound ?? []);
}

/** Ranks the library against vectors. @throws MugleError `bad-request` when no space has any weight. */
async function rankSongs(parts: SimilarParts, question: VectorQuestion): Promise<SimilarList> {
  const { ranking, limits = {}, vectors } = question;
  const hears = limits.tags === undefined ? undefined : await parts.heard.rule(limits.tags);
  const spaces = spacesOf(ranking).filter((space) => vectors.has(space));
  const isCorrected = ranking.by === 'balanced' && ranking.hubs !== false;
  // Rows may move with every wait: from here on there is none.
  return parts.hubs.withAll(isCorrected ? spaces : [], (spreads) =>
    listFrom(parts, question, { spaces, spreads, hears }),
  );
}

interface Ready {
  readonly spaces: readonly SpaceName[];
  /** What is usual, where hubs are corrected. */
  readonly spreads: ReadonlyMap<SpaceName, SpaceSpreads>;
  readonly hears: ((id: TrackId) => boolean) | undefined;
}

function listFrom(
  { store, view, versions, renewal, scores: lastScores }: Omit<SimilarParts, 'hubs' | 'heard'>,
  question: VectorQuestion,
  { spaces, spreads, hears }: Ready,
): SimilarList {
  const { ranking, limits = {}, limit, asked, minus, said = NOTHING_SAID, vectors } = question;
  const scored = spaces.flatMap((space): SpaceScores[] => {
    const memory = store.space(space);
    const asks = vectors.get(space);
    return memory === undefined || asks === undefined
      ? []
      : [{ space, memory, scores: lastScores.of(memory, asks, spreads.get(space)) }];
  });
  const notPresent = view.notPresent();
  const sounds = soundsOf(store, question);
  const rules = new LimitRules(store, limits, sounds, hears);
  const never = new Set([...asked, ...minus, ...said.more, ...said.less]);
  const isVersionOf = versionRule(ranking, versions);
  const own = ownVersions(scored, asked, isVersionOf);
  const isOut = (id: TrackId): boolean =>
    never.has(id) || own.has(id) || notPresent.has(id) || !rules.allows(id);
  const { lists, taken, passed } = takeSongs({
    store,
    question,
    // Once for the question: lists are made anew as often as it is looked deeper.
    favour: ranking.by === 'balanced' ? favourOf(store, { asked, sounds }, ranking) : () => 1,
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
    ...describe({
      taken,
      lists,
      scored,
      question,
      versions,
      own: [...own].filter((id) => !notPresent.has(id)),
    }),
    spaces: [...spaces],
    filled: SPACES.filter((space) => (store.space(space)?.ids.length ?? 0) > 0),
    corrected: spreads.size > 0,
    feedback: { more: [...said.more], less: [...said.less] },
    removed: short ? [...rules.count(others()), ...passed] : [],
    analysed: most?.songs ?? 0,
    total: store.tracks.size - notPresent.size,
    anew: renewal.left,
  };
}

/** What is folded: in *Balanced* and the list of a space. The two of the original are exactly as it had them. */
function versionRule({ by }: Ranking, folds: VersionFolds): (a: TrackId, b: TrackId) => boolean {
  return by === 'balanced' || by === 'space' ? (a, b) => folds.areVersions(a, b) : () => false;
}

interface Taking {
  readonly store: LibraryStore;
  readonly question: VectorQuestion;
  /** By which songs are taken in *Balanced*; see `favourOf`. */
  readonly favour: (id: TrackId) => number;
  readonly scored: readonly SpaceScores[];
  readonly isOut: (id: TrackId) => boolean;
  readonly rules: LimitRules;
  readonly isVersionOf: (a: TrackId, b: TrackId) => boolean;
}

interface TakenFrom extends Taken {
  readonly lists: readonly SpaceList[];
}

/** Looks deeper and deeper until there are enough songs, or no more. */
function takeSongs(taking: Taking): TakenFrom {
  const { question, scored, isOut, rules, isVersionOf } = taking;
  const { ranking, limit } = question;
  const isFixed = ranking.by === 'score-total' || ranking.by === 'top-3';
  const isMixed = ranking.by === 'balanced' && ranking.mixArtists !== false;
  const mixed = isMixed ? USUAL_PER_ARTIST : undefined;
  for (let depth = isFixed ? LIST_DEPTH : FUSION_DEPTH; ; depth *= DEEPER) {
    const lists = scored.map((scores) => listOf(scores, depth, isOut));
    const order = orderOf(taking, lists);
    const { taken, passed } = rules.take(order, { wanted: limit, isVersionOf, mixed });
    const isAll = lists.every(({ items }) => items.length < depth);
    if (isFixed || isAll || taken.size >= limit) {
      return { lists, taken, passed };
    }
  }
}

function orderOf(
  { store, question: { ranking }, favour }: Taking,
  lists: readonly SpaceList[],
): readonly TrackId[] {
  switch (ranking.by) {
    case 'score-total':
      return scoreTotal(lists);
    case 'top-3':
      // All of them: of the first so many, limits may leave some out.
      return topThreeOfEach(lists, Infinity);
    case 'space':
      return lists.flatMap(({ items }) => items.map(({ id }) => id));
    case 'balanced': {
      const fused = lists.map((list): FusedList => {
        const memory = store.space(list.space);
        // Songs that have a vector are songs of the library: where these are all, nobody needs to be looked up.
        const hasAll = memory?.ids.length === store.tracks.size;
        return {
          ...list,
          weight: weightOf(ranking, list.space),
          has: (id) => hasAll || memory?.rowOf(id) !== undefined,
        };
      });
      return fuseRanks(fused, favour);
    }
  }
}

interface Described extends Pick<SimilarParts, 'versions'> {
  readonly taken: Taken['taken'];
  readonly lists: readonly SpaceList[];
  readonly scored: readonly SpaceScores[];
  readonly question: VectorQuestion;
  /** Versions of the song that was asked about. */
  readonly own: readonly TrackId[];
}

/** The rows of the list, and the versions of what was asked about. */
function describe({
  taken,
  lists,
  scored,
  question: { ranking, vectors, asked },
  versions: folds,
  own,
}: Described): Pick<SimilarList, 'items' | 'versions' | 'unfolded'> {
  const ranks = ranksOf(new Set([...taken].flatMap(([id, versions]) => [id, ...versions])), lists);
  const placesOf = (id: TrackId): SimilarSong['places'] =>
    scored.flatMap(({ space, memory }) => {
      const vector = memory.get(id);
      const plus = vectors.get(space)?.plus ?? [];
      return vector === undefined
        ? []
        : [{ space, rank: ranks.get(space)?.get(id) ?? null, cosine: meanCosine(vector, plus) }];
    });
  const scoreOf = (places: SimilarSong['places']): number => {
    const weights = places.reduce((sum, { space }) => sum + weightOf(ranking, space), 0);
    const sum = places.reduce(
      (total, { space, cosine }) => total + weightOf(ranking, space) * cosine,
      0,
    );
    return weights === 0 ? 0 : sum / weights;
  };
  const scoredOf = (ids: readonly TrackId[]): SimilarList['versions'] =>
    ids.map((id) => {
      const places = placesOf(id);
      return { id, score: scoreOf(places), places };
    });
  const isUnfolded = (ids: readonly TrackId[]): boolean => ids.length > 1 && folds.isUnfolded(ids);
  const items = [...taken].map(([id, versions]): SimilarSong => {
    const places = placesOf(id);
    const unfolded = isUnfolded([id, ...versions]);
    return { id, score: scoreOf(places), places, versions: scoredOf(versions), unfolded };
  });
  return {
    items,
    versions: scoredOf(own),
    unfolded: own.length > 0 && folds.isUnfolded([...asked, ...own]),
  };
}

function ranksOf(
  ids: ReadonlySet<TrackId>,
  lists: readonly SpaceList[],
): ReadonlyMap<SpaceName, ReadonlyMap<TrackId, number>> {
  return new Map(
    lists.map(({ space, items }) => {
      const ranks = new Map<TrackId, number>();
      items.forEach(({ id }, at) => {
        if (ids.has(id)) {
          ranks.set(id, at + 1);
        }
      });
      return [space, ranks];
    }),
  );
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
