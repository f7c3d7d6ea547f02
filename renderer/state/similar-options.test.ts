import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeLimit,
  changeOptions,
  isTuned,
  questionFrom,
  rankingFor,
  resetOptions,
  useSimilarOptions,
} from './similar-options';

const now = (): ReturnType<typeof useSimilarOptions.getState> => useSimilarOptions.getState();

describe('what was set for lists of similar songs', () => {
  beforeEach(resetOptions);

  it('asks for a balanced list of fifty at first', () => {
    expect(questionFrom(now(), 'songs', true)).toEqual({
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
    expect(questionFrom(now(), 'songs', true)).toEqual({
      ranking: { by: 'top-3' },
      limits: {},
      limit: 10,
    });
    changeOptions({ ranking: 'melody' });
    expect(questionFrom(now(), 'songs', false).ranking).toEqual({ by: 'space', space: 'melody' });
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

  it('a passage is asked about by genre where the chosen ranking does not look at it; what was chosen stays', () => {
    for (const ranking of ['balanced', 'score-total', 'top-3', 'genre'] as const) {
      changeOptions({ ranking });
      expect(rankingFor(now(), 'passage')).toBe(ranking);
    }
    changeOptions({ ranking: 'melody' });
    expect(rankingFor(now(), 'passage')).toBe('genre');
    const genre = { by: 'space', space: 'genre' };
    expect(questionFrom(now(), 'passage', true).ranking).toEqual(genre);
    for (const kind of ['songs', 'album', 'artist', 'playlist', 'file'] as const) {
      expect(rankingFor(now(), kind)).toBe('melody');
    }
    expect(now().ranking).toBe('melody');
    changeOptions({ ranking: 'balanced', weights: { genre: 0 } });
    expect(questionFrom(now(), 'passage', true).ranking).toEqual(genre);
    expect(questionFrom(now(), 'songs', true).ranking.by).toBe('balanced');
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
