import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markedBy, movedEnd } from './passage-marks';

const SONG = 200;
const seconds = fc.double({ min: -50, max: 400, noNaN: true });
const length = fc.double({ min: 0.5, max: 20_000, noNaN: true });

describe('a passage', () => {
  it('is what was dragged across, either way', () => {
    expect(markedBy(20, 50, SONG)).toEqual({ from: 20, to: 50 });
    expect(markedBy(50, 20, SONG)).toEqual({ from: 20, to: 50 });
  });

  it('is ten seconds around a click', () => {
    expect(markedBy(100, 100.5, SONG)).toEqual({ from: 95.2, to: 105.2 });
    expect(markedBy(1, 1, SONG)).toEqual({ from: 0, to: 10 });
    expect(markedBy(199, 199, SONG)).toEqual({ from: 190, to: 200 });
  });

  it('ends with the song, and is never shorter than three seconds', () => {
    expect(markedBy(150, 260, SONG)).toEqual({ from: 150, to: 200 });
    expect(markedBy(-30, 40, SONG)).toEqual({ from: 0, to: 40 });
    expect(markedBy(60, 62.1, SONG)).toEqual({ from: 59.5, to: 62.5 });
  });

  it('pushes its other end when one is moved beyond it', () => {
    expect(movedEnd({ from: 20, to: 30 }, 'from', 10, SONG)).toEqual({ from: 10, to: 30 });
    expect(movedEnd({ from: 20, to: 30 }, 'from', 50, SONG)).toEqual({ from: 50, to: 53 });
    expect(movedEnd({ from: 20, to: 30 }, 'to', 5, SONG)).toEqual({ from: 2, to: 5 });
    expect(movedEnd({ from: 20, to: 30 }, 'to', 0, SONG)).toEqual({ from: 0, to: 3 });
    expect(movedEnd({ from: 20, to: 30 }, 'from', 200, SONG)).toEqual({ from: 197, to: 200 });
  });

  it('lies within any song, wherever the mouse goes', () => {
    fc.assert(
      fc.property(seconds, seconds, length, (begun, ended, duration) => {
        const { from, to } = markedBy(begun, ended, duration);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(duration);
        expect(to - from).toBeGreaterThanOrEqual(Math.min(3, duration) - 0.2);
      }),
    );
  });
});
