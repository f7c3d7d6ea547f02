import { describe, expect, it } from 'vitest';
import { camelotOf, KEYS, keyName, keyOrder, keyPair, keysFit, keySteps } from './musical-key';

const all = Array.from({ length: KEYS }, (_, key) => key);

describe('keys', () => {
  it('have a name, and one on the Camelot wheel', () => {
    expect([0, 7, 6, 21, 12, 18].map(keyName)).toEqual(['C', 'G', 'F♯', 'Am', 'Cm', 'F♯m']);
    expect([0, 7, 11, 21, 16, 20].map(camelotOf)).toEqual(['8B', '9B', '1B', '8A', '9A', '1A']);
    expect(new Set(all.map(camelotOf)).size).toBe(KEYS);
  });

  it('each fit four: themselves, a fifth up and down, the relative one', () => {
    for (const key of all) {
      const fitting = all.filter((other) => keysFit(key, other));
      const fifths = [7, 5].map((up) => (key < 12 ? 0 : 12) + ((key + up) % 12));
      const relative = key < 12 ? 12 + ((key + 9) % 12) : (key - 12 + 3) % 12;
      expect(fitting.sort()).toEqual([key, ...fifths, relative].sort());
    }
  });

  it('are as far from each other both ways, 0 only from themselves, and 7 at most', () => {
    for (const a of all) {
      for (const b of all) {
        expect(keySteps(a, b)).toBe(keySteps(b, a));
        expect(keySteps(a, b) === 0).toBe(a === b);
      }
    }
    expect(Math.max(...all.map((key) => keySteps(0, key)))).toBe(7);
  });

  it('stand in order around the wheel, the two that share their notes together', () => {
    const ordered = [...all].sort((a, b) => keyOrder(a) - keyOrder(b)).map(camelotOf);
    expect(ordered.slice(0, 4)).toEqual(['1A', '1B', '2A', '2B']);
    expect(keyPair(21)).toEqual(keyPair(0));
    expect(keyPair(0)).toEqual({ hour: 8, name: '8 · Am, C' });
    expect(keyPair(12)).toEqual({ hour: 5, name: '5 · Cm, E♭' });
    expect(new Set(all.map((key) => keyPair(key).hour)).size).toBe(12);
  });
});
