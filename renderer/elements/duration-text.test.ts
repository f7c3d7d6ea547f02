import { expect, it } from 'vitest';
import { durationText } from './duration-text';

it.each([
  [0, '0:00'],
  [7.4, '0:07'],
  [59.6, '1:00'],
  [187, '3:07'],
  [3599.7, '1:00:00'],
  [3765, '1:02:45'],
  [Number.NaN, ''],
  [-1, ''],
  [Number.POSITIVE_INFINITY, ''],
])('%d seconds are %j', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
