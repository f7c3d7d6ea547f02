import { z } from 'zod';

/**
 * Many texts as one, for the way between processes: a list of 100,000 texts is copied text by text at each of three borders,
 * one long text at once. Text i ends before UTF-16 unit `ends[i]` and starts where the one before it ends.
 */
export const textColumn = z.object({ joined: z.string(), ends: z.instanceof(Uint32Array) });
export type TextColumn = Readonly<z.infer<typeof textColumn>>;

export function joinTexts(texts: readonly string[]): TextColumn {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [index, text] of texts.entries()) {
    end += text.length;
    ends[index] = end;
  }
  return { joined: texts.join(''), ends };
}

/** The texts of a column, in their order. */
export function splitTexts({ joined, ends }: TextColumn): string[] {
  const texts = new Array<string>(ends.length);
  let start = 0;
  for (const [index, end] of ends.entries()) {
    texts[index] = joined.slice(start, end);
    start = end;
  }
  return texts;
}

/**
 * Texts of which many are equal, as those of artists and albums: each different one once, in the order in which they come, and
 * for each row the number of its own (dictionary encoding).
 */
export const dictionaryColumn = z.object({
  values: textColumn,
  codes: z.instanceof(Uint32Array),
});
export type DictionaryColumn = Readonly<z.infer<typeof dictionaryColumn>>;

export function encodeTexts(texts: readonly string[]): DictionaryColumn {
  const numbers = new Map<string, number>();
  const codes = new Uint32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] ?? '';
    let code = numbers.get(text);
    if (code === undefined) {
      code = numbers.size;
      numbers.set(text, code);
    }
    codes[row] = code;
  }
  return { values: joinTexts([...numbers.keys()]), codes };
}

/** The texts of a column, in their order; equal ones are one string. */
export function decodeTexts({ values, codes }: DictionaryColumn): string[] {
  const texts = splitTexts(values);
  return Array.from(codes, (code) => texts[code] ?? '');
}
