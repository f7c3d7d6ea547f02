import { create } from 'zustand';
import type {
  Ranking,
  SimilarLimits,
  SimilarQuery,
} from '../../electron/shared/ipc/similar-contract';
import { USUAL_WEIGHTS } from '../../electron/shared/ipc/similar-contract';
import type { SpaceName } from '../../electron/shared/records';
import { SPACES } from '../../electron/shared/records';

/** How many songs a list has; the original's two have ten. */
const LIST_LENGTH = 50;
const ORIGINAL_LENGTH = 10;

/** How the list is made: a ranking over all spaces, or one space's own list. */
export type RankingName = 'balanced' | 'score-total' | 'top-3' | SpaceName;

interface OptionsState {
  readonly ranking: RankingName;
  /** By space, from 0 to 1; `USUAL_WEIGHTS` when left out. */
  readonly weights: Readonly<Partial<Record<SpaceName, number>>>;
  readonly era: number;
  /** How much the same tempo, and a key that fits, count; from 0 to 1. */
  readonly tempo: number;
  readonly key: number;
  /** From −1, songs that were never played here, to 1, those that were played often; 0 when it does not matter. */
  readonly familiarity: number;
  /** More than a few songs of one artist only where there are not enough others. */
  readonly mixArtists: boolean;
  readonly limits: SimilarLimits;
}

const USUAL: OptionsState = {
  ranking: 'balanced',
  weights: {},
  era: 0,
  tempo: 0,
  key: 0,
  familiarity: 0,
  mixArtists: true,
  limits: {},
};

/** What a person set for the lists of similar songs, until the program ends. */
export const useSimilarOptions = create<OptionsState>(() => USUAL);

export function changeOptions(change: Partial<OptionsState>): void {
  useSimilarOptions.setState(change);
}

/** The ranking that answers a kind of question: the chosen one, but passages are compared by genre only. */
export function rankingFor(
  { ranking, weights }: Pick<OptionsState, 'ranking' | 'weights'>,
  kind: SimilarQuery['kind'],
): RankingName {
  return kind === 'passage' && !looksAtGenre(ranking, weights) ? 'genre' : ranking;
}

function looksAtGenre(ranking: RankingName, weights: OptionsState['weights']): boolean {
  switch (ranking) {
    case 'balanced':
      return weightOf(weights, 'genre') > 0;
    case 'score-total':
    case 'top-3':
      return true;
    default:
      return ranking === 'genre';
  }
}

/** Sets one limit, or lifts it with undefined. */
export function changeLimit<K extends keyof SimilarLimits>(
  name: K,
  value: SimilarLimits[K] | undefined,
): void {
  useSimilarOptions.setState(({ limits }) => {
    const others = Object.entries(limits).filter(([other]) => other !== name);
    const kept = Object.fromEntries(others) as SimilarLimits;
    return { limits: value === undefined ? kept : { ...kept, [name]: value } };
  });
}

export function resetOptions(): void {
  useSimilarOptions.setState(USUAL, true);
}

export function weightOf(weights: OptionsState['weights'], space: SpaceName): number {
  return weights[space] ?? USUAL_WEIGHTS[space];
}

/** Whether anything is not as usual. */
export const isTuned = ({
  ranking,
  weights,
  era,
  tempo,
  key,
  familiarity,
  mixArtists,
  limits,
}: OptionsState): boolean =>
  ranking !== USUAL.ranking ||
  [era, tempo, key].some((wish) => wish > 0) ||
  familiarity !== 0 ||
  !mixArtists ||
  SPACES.some((space) => weightOf(weights, space) !== USUAL_WEIGHTS[space]) ||
  Object.keys(limits).length > 0;

/** The part of a question of some kind that the options are. @param hubs whether hubs are to be corrected */
export function questionFrom(
  options: OptionsState,
  kind: SimilarQuery['kind'],
  hubs: boolean,
): { readonly ranking: Ranking; readonly limits: SimilarLimits; readonly limit: number } {
  const { weights, limits, era, tempo, key, familiarity, mixArtists } = options;
  const ranking = rankingFor(options, kind);
  const wishes = { era, tempo, key, familiarity, mixArtists };
  switch (ranking) {
    case 'balanced':
      return {
        ranking: { by: ranking, weights: { ...weights }, ...wishes, hubs },
        limits,
        limit: LIST_LENGTH,
      };
    case 'score-total':
    case 'top-3':
      return { ranking: { by: ranking }, limits, limit: ORIGINAL_LENGTH };
    default:
      return { ranking: { by: 'space', space: ranking }, limits, limit: LIST_LENGTH };
  }
}
