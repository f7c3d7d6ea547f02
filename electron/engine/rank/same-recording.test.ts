import { describe, expect, it } from 'vitest';
import type { SongFacts } from './same-recording';
import { isSameRecording } from './same-recording';
import { areVersions } from './versions';

const song = (title: string, artist: string, durationSeconds: number | null = 200): SongFacts => ({
  title,
  artist,
  durationSeconds,
});
const near = (
  genre: number | undefined,
  melody?: number,
): Parameters<typeof isSameRecording>[2] => ({ genre: () => genre, melody: () => melody });

/** Of other names. */
const ONE = song('A', 'X');
const OTHER = song('other', '', 202.9);

describe('one recording', () => {
  it.each([
    ['a coarse copy', near(0.64, 0.88), true],
    ['another song of that sound', near(0.95, 0.1), false],
    ['another song of nearly that tune', near(0.95, 0.8), false],
    ['another rendering of the tune', near(0.4, 0.95), false],
    ['of no known tune, a good copy', near(0.92), true],
    ['of no known tune, a coarse copy', near(0.8), false],
    ['not listened to', near(undefined), false],
  ])('%s: %#', (_, cosines, isSame) => {
    expect(isSameRecording(ONE, OTHER, cosines)).toBe(isSame);
    // In lists of similar songs it is folded by the same rule.
    expect(areVersions(ONE, OTHER, cosines)).toBe(isSame);
  });

  it('is about as long', () => {
    expect(isSameRecording(ONE, song('other', '', 203.1), near(1, 1))).toBe(false);
    expect(isSameRecording(ONE, song('other', '', null), near(1, 1))).toBe(false);
    expect(isSameRecording(song('A', 'X', null), song('A', 'X', null), near(1, 1))).toBe(false);
  });

  it.each([
    ['a coarse copy', near(0.55), true],
    ['another sound', near(0.45), false],
    // A take of the same length is no copy.
    ['and another tune', near(0.8, 0.8), false],
  ])('of one title and artist needs less where its tune is not known: %s', (_, cosines, isSame) => {
    const [one, other] = [song('Don’t Stop!', 'The Band'), song('dont stop', 'THE BAND')];
    expect(isSameRecording(one, other, cosines)).toBe(isSame);
    // Names that say nothing, or are only half the same, are none.
    for (const [title, artist] of [
      ['dont stop', ''],
      ['', 'The Band'],
      ['Track 07', 'The Band'],
      ['Intro', 'The Band'],
    ] as const) {
      expect(isSameRecording(song(title, artist), song(title, artist), cosines)).toBe(false);
    }
    expect(isSameRecording(one, song('dont stop', 'Others'), cosines)).toBe(false);
    expect(isSameRecording(song('밤', 'Y'), song('봄', 'Y'), cosines)).toBe(false);
  });
});
