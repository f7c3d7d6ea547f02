import { expect, it } from 'vitest';
import { isPlayed, isSkipped } from './play-rules';

it.each([
  // Half of a song of three minutes.
  [89.9, 180, false],
  [90, 180, true],
  // Four minutes of a mix of an hour.
  [239.9, 3600, false],
  [240, 3600, true],
  [2, 4, true],
  [1.9, 4, false],
  // Nothing is known of it yet.
  [0, Number.NaN, false],
  [300, Number.NaN, false],
  [0, 0, false],
])('%d seconds of %d are a play: %j', (heard, duration, played) => {
  expect(isPlayed(heard, duration)).toBe(played);
});

it.each([
  [0, false],
  [0.1, true],
  [9.9, true],
  [10, false],
])('left after %d seconds is a skip: %j', (heard, skipped) => {
  expect(isSkipped(heard)).toBe(skipped);
});
