import { expect, it } from 'vitest';
import { dayText } from './day-text';

it('says a day in the language, and nothing of a time that is not known', () => {
  const noon = new Date(2026, 10, 5, 12).getTime();
  expect(dayText(noon, 'en')).toBe('Nov 5, 2026');
  expect(dayText(noon, 'ko')).toBe('2026. 11. 5.');
  expect(dayText(Number.NaN, 'en')).toBe('');
});
