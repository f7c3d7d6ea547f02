import { expect, it } from 'vitest';
import { KOREAN_WORDS } from './word-text';

/** The bundled models, as they say themselves. */
const models = import.meta.glob<{ readonly tags?: readonly string[] }>(
  '../../native-models/*/model.json',
  { import: 'default', eager: true },
);

it('Korean has every word that a bundled model hears', () => {
  const words = Object.values(models).flatMap(({ tags = [] }) => tags);
  expect(words.length).toBeGreaterThan(90);
  const missing = words.filter((word) => KOREAN_WORDS[word.toLowerCase()] === undefined);
  expect(missing).toEqual([]);
  expect(Object.values(KOREAN_WORDS).filter((text) => !/[가-힣]/.test(text))).toEqual([]);
});
