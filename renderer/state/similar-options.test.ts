import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeLimit,
  changeOptions,
  fitRanking,
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

  it('sets a ranking aside that a passage cannot be asked by, and takes it up again', () => {
    const rankings = (): unknown => [now().ranking, now().setAside];
    for (const ranking of ['balanced', 'score-total', 'top-3', 'genre'] as const) {
      changeOptions({ ranking });
      fitRanking('passage');
      expect(rankings()).toEqual([ranking, null]);
    }
    changeOptions({ ranking: 'melody' });
    fitRanking('songs');
    expect(rankings()).toEqual(['melody', null]);
    fitRanking('passage');
    fitRanking('passage');
    expect(rankings()).toEqual(['genre', 'melody']);
    fitRanking('album');
    expect(rankings()).toEqual(['melody', null]);
    // What is chosen meanwhile is what counts.
    fitRanking('passage');
    changeOptions({ ranking: 'top-3' });
    fitRanking('songs');
    expect(rankings()).toEqual(['top-3', null]);
    changeOptions({ ranking: 'balanced', weights: { genre: 0 } });
    fitRanking('passage');
    expect(rankings()).toEqual(['genre', 'balanced']);
    resetOptions();
    expect(rankings()).toEqual(['balanced', null]);
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
