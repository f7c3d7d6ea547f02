import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeTexts,
  dictionaryColumn,
  encodeTexts,
  joinTexts,
  splitTexts,
  textColumn,
} from './text-column';

// Single UTF-16 units: halves of a character come apart and together at the seams.
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

it('gives back any texts, also half characters and empty ones', () => {
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const column = textColumn.parse(joinTexts(texts));
      expect(splitTexts(column)).toEqual(texts);
    }),
  );
});

it('keeps each different text once, and gives back all', () => {
  const repeated = fc.array(fc.oneof(anyText, fc.constantFrom('', 'a', 'b')));
  fc.assert(
    fc.property(repeated, (texts) => {
      const column = dictionaryColumn.parse(encodeTexts(texts));
      expect(splitTexts(column.values)).toEqual([...new Set(texts)]);
      expect(decodeTexts(column)).toEqual(texts);
    }),
  );
});
