import type { Arrangement } from './arrange-tune';

/** What a rendering must play for a word to be true of it. */
type Label = readonly number[] | 'drums' | 'one-instrument';

const PIANOS = [0, 4];
const GUITARS = [24, 25];
const STRINGS = [40, 42, 46, 48, 50];

/** Words whose truth follows from the General MIDI programs (from 0) of a rendering. */
export const INSTRUMENTS: ReadonlyMap<string, Label> = new Map<string, Label>([
  ['piano', PIANOS],
  ['guitar', GUITARS],
  ['harpsichord', [6]],
  ['violin', [40]],
  ['cello', [42]],
  ['harp', [46]],
  ['flute', [73, 75, 79]],
  ['strings', STRINGS],
  ['drums', 'drums'],
  ['beat', 'drums'],
  ['beats', 'drums'],
  ['solo', 'one-instrument'],
]);

export function isPlayed(label: Label, { programs, hasDrums }: Arrangement): boolean {
  switch (label) {
    case 'drums':
      return hasDrums;
    case 'one-instrument':
      return programs.length === 1;
    default:
      return programs.some((program) => label.includes(program));
  }
}
