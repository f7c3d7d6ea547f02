import type { Data } from 'apache-arrow';
import { Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTexts, splitTexts } from '../../shared/text-column';
import { dictionaryOf, joinedTexts, textsOf } from './column-text';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\uFEFF', '\u0000', '밤하늘', 'Déjà', '🎵', 'a'),
);

function columnOf(texts: readonly string[]): Data<Utf8> {
  const table = tableFromIPC(tableToIPC(new Table({ text: vectorFromArray(texts, new Utf8()) })));
  return table.getChild('text')?.data[0] as Data<Utf8>;
}

describe('texts of an Arrow column', () => {
  it('are what was written, as UTF-8 can say it, repeated or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, fc.nat(2)), { minLength: 1 }), (runs) => {
        const texts = runs.flatMap(([text, more]) => Array<string>(more + 1).fill(text));
        const told = texts.map((text) => Buffer.from(text, 'utf8').toString('utf8'));
        expect(textsOf(columnOf(texts))).toEqual(told);
      }),
    );
  });

  it('of a slice are those of the slice', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 3 }), (texts) => {
        const told = texts.map((text) => Buffer.from(text, 'utf8').toString('utf8'));
        const slice = columnOf(texts).slice(1, texts.length - 2);
        expect(textsOf(slice)).toEqual(told.slice(1, -1));
      }),
    );
  });

  it('of several stretches are the same, joined', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyText, { minLength: 1 })), (stretches) => {
        const columns = stretches.map(columnOf);
        const texts = columns.flatMap(textsOf);
        expect(splitTexts(joinedTexts(columns))).toEqual(texts);
        expect(dictionaryOf(columns)).toEqual(encodeTexts(texts));
      }),
    );
  });
});
