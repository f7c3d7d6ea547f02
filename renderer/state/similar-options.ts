import { create } from 'zustand';
import type { Ranking, SimilarLimits } from '../../electron/shared/ipc/similar-contract';
import type { SpaceName } from '../../electron/shared/records';

/** How many songs a list has; the original's two have ten. */
const LIST_LENGTH = 50;
const ORIGINAL_LENGTH = 10;

/** How the list is made: a ranking over all spaces, or one space's own list. */
export type RankingName = 'balanced' | 'score-total' | 'top-3' | SpaceName;

interface OptionsState {
  readonly ranking: RankingName;
  /** By space, from 0 to 1; 1 when left out. */
  readonly weights: Readonly<Partial<Record<SpaceName, number>>>;
  readonly era: number;
  readonly limits: SimilarLimits;
}

const USUAL: OptionsState = { ranking: 'balanced', weights: {}, era: 0, limits: {} };

/** What a person set for the lists of similar songs, until the program ends. */
export const useSimilarOptions = create<OptionsState>(() => USUAL);

export function changeOptions(change: Partial<OptionsState>): void {
  useSimilarOptions.setState(change);
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

/** Whether anything is not as usual. */
export const isTuned = ({ ranking, weights, era, limits }: OptionsState): boolean =>
  ranking !== USUAL.ranking ||
  era > 0 ||
  Object.values(weights).some((weight) => weight < 1) ||
  Object.keys(limits).length > 0;

/** The part of the question that the options are. @param hubs whether hubs are to be corrected */
export function questionFrom(
  { ranking, weights, era, limits }: OptionsState,
  hubs: boolean,
): { readonly ranking: Ranking; readonly limits: SimilarLimits; readonly limit: number } {
  switch (ranking) {
    case 'balanced':
      return {
        ranking: { by: ranking, weights: { ...weights }, era, hubs },
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
