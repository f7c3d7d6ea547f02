import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeLimit,
  changeOptions,
  isTuned,
  questionFrom,
  resetOptions,
  useSimilarOptions,
} from './similar-options';

const now = (): ReturnType<typeof useSimilarOptions.getState> => useSimilarOptions.getState();

describe('what was set for lists of similar songs', () => {
  beforeEach(resetOptions);

  it('asks for a balanced list of fifty at first', () => {
    expect(questionFrom(now(), true)).toEqual({
      ranking: {
        by: 'balanced',
        weights: {},
        era: 0,
        tempo: 0,
        key: 0,
        familiarity: 0,
        mixArtists: true,
        hubs: true,
      },
      limits: {},
      limit: 50,
    });
    expect(isTuned(now())).toBe(false);
  });

  it('asks for ten by the rankings of the original, and for the list of a space', () => {
    changeOptions({ ranking: 'top-3' });
    expect(questionFrom(now(), true)).toEqual({ ranking: { by: 'top-3' }, limits: {}, limit: 10 });
    changeOptions({ ranking: 'melody' });
    expect(questionFrom(now(), false).ranking).toEqual({ by: 'space', space: 'melody' });
  });

  it.each([
    { tempo: 0.1 },
    { key: 0.1 },
    { era: 0.1 },
    { familiarity: 0.1 },
    { familiarity: -0.1 },
    { mixArtists: false },
    { weights: { playlist: 0.6 } },
    { weights: { melody: 0 } },
    { ranking: 'playlist' as const },
  ])('%j is not as usual', (change) => {
    changeOptions(change);
    expect(isTuned(now())).toBe(true);
  });

  it('a weight that is set to what it was is as usual', () => {
    changeOptions({ weights: { playlist: 0.5, genre: 1 } });
    expect(isTuned(now())).toBe(false);
  });

  it('sets limits one by one, lifts them, and goes back to how it was', () => {
    changeLimit('years', { from: 1990 });
    changeLimit('perArtist', 1);
    changeLimit('years', undefined);
    expect(now().limits).toEqual({ perArtist: 1 });
    expect(isTuned(now())).toBe(true);
    changeOptions({ weights: { genre: 0.5 }, era: 1 });
    resetOptions();
    expect(isTuned(now())).toBe(false);
  });
});
