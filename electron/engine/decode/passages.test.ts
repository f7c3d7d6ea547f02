import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placePassages, placeWindows } from './passages';

const plan = { sampleRate: 16000, passageSeconds: 3.008, maxPassages: 16 } as const;

test('passage i of 16 is centred at (i + ½)/16', () => {
  const { starts, seconds } = placePassages(320, plan);
  expect(seconds).toBe(3.008);
  expect(starts.map((start) => start + 1.504)).toEqual(
    Array.from({ length: 16 }, (_, index) => expect.closeTo(10 + 20 * index, 9) as number),
  );
});

test('a short song gives as many as fit, a very short one itself', () => {
  expect(placePassages(10, plan).starts).toHaveLength(3);
  expect(placePassages(3.1, plan).starts).toEqual([expect.closeTo(0.046, 6)]);
  expect(placePassages(1.2, plan)).toEqual({ starts: [0], seconds: 1.2 });
});

test('passages lie within the song and do not overlap', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1e5, noNaN: true }), (songSeconds) => {
      const { starts, seconds } = placePassages(songSeconds, plan);
      starts.forEach((start, index) => {
        expect(start).toBeGreaterThanOrEqual(-1e-9);
        expect(start + seconds).toBeLessThanOrEqual(songSeconds + 1e-6);
        expect(start + seconds).toBeLessThanOrEqual((starts[index + 1] ?? Infinity) + 1e-6);
      });
    }),
  );
});

const windows = { seconds: 12.8, centres: [4.5 / 16, 11.5 / 16] };

test('a window lies around the passage with its centre', () => {
  const { starts, seconds } = placeWindows(320, windows);
  const passages = placePassages(320, plan);
  [4, 11].forEach((passage, index) => {
    expect(starts[index]! + seconds / 2).toBeCloseTo(passages.starts[passage]! + 1.504, 9);
  });
});

test('windows lie within the song, whatever its length', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1e5, noNaN: true }), (songSeconds) => {
      const { starts, seconds } = placeWindows(songSeconds, windows);
      expect(seconds).toBe(Math.min(songSeconds, windows.seconds));
      for (const start of starts) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + seconds).toBeLessThanOrEqual(songSeconds + 1e-6);
      }
    }),
  );
});
