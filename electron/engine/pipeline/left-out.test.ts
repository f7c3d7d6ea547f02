import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludePattern, NO_EXCLUDES } from '../../shared/excludes';
import type { TrackTags } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { LeftOut } from './left-out';
import { isSpokenWord } from './spoken-word';
import { NO_TAGS } from './testing/no-tags';

/** Rules over a store that keeps only notes. */
function leftOut(rules: Partial<typeof NO_EXCLUDES>): LeftOut {
  const notes = new Map<string, string>();
  const store = {
    note: (name: string) => notes.get(name),
    setNote: (name: string, value: string) => notes.set(name, value),
  } as unknown as LibraryStore;
  new LeftOut(store).set({ ...NO_EXCLUDES, ...rules });
  // As after the next start.
  return new LeftOut(store);
}

const tags = (change: Partial<TrackTags>): TrackTags => ({ ...NO_TAGS, title: 'x', ...change });

describe('left out', () => {
  it.each([
    ['**/Audiobooks/**', '/m/Audiobooks/a/b.mp3', true],
    ['**/Audiobooks/**', '/m/audiobooks/b.mp3', true],
    ['**/Audiobooks/**', '/m/My Audiobooks/b.mp3', false],
    ['Audiobooks', '/m/Audiobooks/a/b.mp3', true],
    ['Audiobooks', '/m/Audiobooks.mp3', false],
    ['Audiobooks/', '/m/Audiobooks/a.mp3', true],
    ['*.tmp.mp3', '/m/a/b.tmp.mp3', true],
    ['*.tmp.mp3', '/m/a/b.mp3', false],
    ['*.{wav,aiff}', '/m/a/b.AIFF', true],
    ['Live/take ?.mp3', '/m/Live/take 3.mp3', true],
    ['Live/*.mp3', '/m/Live/deep/take.mp3', false],
    ['/m/x/**', '/m/x/y/z.mp3', true],
    ['/m/x/**', '/n/m/x/y.mp3', false],
    ['.hidden', '/m/.hidden/y.mp3', true],
    ['C:\\Music\\x\\**', 'C:\\Music\\x\\y.mp3', true],
    // What other programs give a meaning is a name like any other.
    ['Live (2003) [demo] + more!', '/m/Live (2003) [demo] + more!/y.mp3', true],
    ['@(a|b)', '/m/a/y.mp3', false],
    ['!(a)', '/m/b/y.mp3', false],
    ['(a+)+$', '/m/aaaa/y.mp3', false],
    // Typed in one Unicode form, stored in the other.
    ['오디오북'.normalize('NFC'), `/m/${'오디오북'.normalize('NFD')}/y.mp3`, true],
  ])('%j leaves out %j: %s', (pattern, path, expected) => {
    expect(leftOut({ patterns: [pattern] }).path(path)).toBe(expected);
  });

  it('leaves out folders, not names that begin alike', () => {
    const rules = leftOut({ folders: ['/m/a'] });
    expect(['/m/a/b.mp3', '/m/ab/b.mp3'].map((path) => rules.path(path))).toEqual([true, false]);
  });

  it('leaves out by length, where it is known', () => {
    const rules = leftOut({ shorterThanSeconds: 30, longerThanSeconds: 1200 });
    const out = [null, 5, 30, 600, 1200, 1201].map((durationSeconds) =>
      rules.tags(tags({ durationSeconds })),
    );
    expect(out).toEqual([false, true, false, false, false, true]);
  });

  it.each([
    'Audiobook',
    'Speech',
    'Rock; Podcast',
    'Hörspiel',
    'Ho\u0308rspiel',
    '오디오북',
    'SPOKEN  WORD',
  ])('takes the genre %j for speech', (genre) => {
    expect(isSpokenWord(genre)).toBe(true);
    expect(leftOut({ spokenWord: true }).tags(tags({ genre }))).toBe(true);
    expect(leftOut({}).tags(tags({ genre }))).toBe(false);
  });

  it.each(['Rock', 'Speech Metal', 'Comedy', ''])('takes the genre %j for music', (genre) => {
    expect(isSpokenWord(genre)).toBe(false);
  });

  it('takes every pattern that is allowed, and is done with any path', () => {
    const hostile = `/${'a'.repeat(255)}/${'a/'.repeat(60)}${'a'.repeat(250)}`;
    const piece = fc.constantFrom('a', '*', '**', '?', '/', '{a,b}', '(', ')', '+', '[', '\\', '|');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const pattern = excludePattern.safeParse(pieces.join(''));
        if (pattern.success) {
          expect(typeof leftOut({ patterns: [pattern.data] }).path(hostile)).toBe('boolean');
        }
      }),
      { numRuns: 300 },
    );
    expect(leftOut({ patterns: ['*a*a*b'] }).path(hostile)).toBe(false);
    expect(excludePattern.safeParse('*a*a*a*a*b').success).toBe(false);
  });
});
