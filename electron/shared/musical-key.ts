/** Keys are numbers: 0–11 are major on C, C♯, … B, 12–23 minor likewise. */
export const KEYS = 24;

const NOTES = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'] as const;
const NOTES_MINOR = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'B♭', 'B'] as const;

/** As musicians write it: `F♯` for the major key, `F♯m` for the minor one. */
export function keyName(key: number): string {
  return key < 12 ? (NOTES[key] ?? '') : `${NOTES_MINOR[key - 12] ?? ''}m`;
}

/** The place on the Camelot wheel, 1–12: neighbours are a fifth apart, and a major key has the number of its relative minor. */
function hourOf(key: number): number {
  const tonic = key < 12 ? key : key - 12 + 3;
  return ((7 * tonic + 7) % 12) + 1;
}

/** Its name on the Camelot wheel, as disc jockeys write it: `8B` for C major, `8A` for A minor. */
export function camelotOf(key: number): string {
  return `${String(hourOf(key))}${key < 12 ? 'B' : 'A'}`;
}

/** Both its names, as tables show it: `8A · Am`. */
export function keyText(key: number): string {
  return `${camelotOf(key)} · ${keyName(key)}`;
}

/** Where it stands when keys are put in order: around the wheel, minor before major. */
export function keyOrder(key: number): number {
  return 2 * hourOf(key) + (key < 12 ? 1 : 0);
}

/** The two keys of one hour of the wheel, which share their notes: `8 · Am, C`; and the hour. */
export function keyPair(key: number): { readonly hour: number; readonly name: string } {
  const major = key < 12 ? key : (key - 12 + 3) % 12;
  const hour = hourOf(key);
  return { hour, name: `${String(hour)} · ${keyName(12 + ((major + 9) % 12))}, ${keyName(major)}` };
}

/** Steps on the Camelot wheel from one key to another: around it, and one more between major and minor; 0–7. */
export function keySteps(a: number, b: number): number {
  const apart = Math.abs(hourOf(a) - hourOf(b));
  return Math.min(apart, 12 - apart) + (a < 12 === b < 12 ? 0 : 1);
}

/** Whether two songs can be mixed by the rule of the wheel: the same key, a fifth away, or the relative one. */
export function keysFit(a: number, b: number): boolean {
  return keySteps(a, b) <= 1;
}
