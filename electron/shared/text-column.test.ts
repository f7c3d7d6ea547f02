import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinTexts, splitTexts, textColumn } from './text-column';

it('gives back any texts, also half characters and empty ones', () => {
  // Single UTF-16 units: halves of a character come apart and together at the seams.
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const column = textColumn.parse(joinTexts(texts));
      expect(splitTexts(column)).toEqual(texts);
    }),
  );
});
