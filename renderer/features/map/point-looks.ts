import type { Colouring } from './colour-by';
import type { PaintedLooks } from './painter';
import { rgbOf } from './palettes';

/** What the usual size is in sixteenths. */
const USUAL = 16;
const SMALLEST = 10;
const LARGEST = 36;
const DIMMED = 0.13;

export interface LookOptions {
  readonly colouring: Colouring;
  /** Keys of legend entries that are not shown. */
  readonly hidden: ReadonlySet<string>;
  /** Whether a song stands out; all do when left out. */
  readonly standsOut?: ((index: number) => boolean) | undefined;
  /** What sizes go by, one value for each song; NaN when unknown. */
  readonly measure?: ArrayLike<number> | undefined;
}

/** Few songs are drawn nearly opaque, many show through each other. */
function opacityFor(count: number): number {
  if (count < 2_000) {
    return 0.88;
  }
  return count < 20_000 ? 0.75 : 0.6;
}

/** Colours, opacities and sizes of all points. */
export function dressPoints({ colouring, hidden, standsOut, measure }: LookOptions): PaintedLooks {
  const { entry, legend } = colouring;
  const colours = legend.map(({ colour }) => rgbOf(colour));
  const isHidden = legend.map(({ key }) => hidden.has(key));
  const rgba = new Uint8Array(4 * entry.length);
  const opacity = Math.round(255 * opacityFor(entry.length));
  const dimmed = Math.round(opacity * DIMMED);
  for (const [index, group] of entry.entries()) {
    const [red, green, blue] = colours[group] ?? [0, 0, 0];
    rgba[4 * index] = red;
    rgba[4 * index + 1] = green;
    rgba[4 * index + 2] = blue;
    const shown = standsOut === undefined || standsOut(index) ? opacity : dimmed;
    rgba[4 * index + 3] = isHidden[group] === true ? 0 : shown;
  }
  return { rgba, size: sizesOf(entry.length, measure) };
}

/** The area goes by the measure: twice as long is twice as much ink. The median has the usual size. */
function sizesOf(count: number, measure: ArrayLike<number> | undefined): Uint8Array {
  const sizes = new Uint8Array(count).fill(USUAL);
  if (measure === undefined) {
    return sizes;
  }
  const known = Float64Array.from(measure)
    .filter((value) => value > 0)
    .sort();
  const median = known[Math.floor(known.length / 2)] ?? 1;
  for (let index = 0; index < count; index++) {
    const value = measure[index] ?? Number.NaN;
    if (value > 0) {
      const size = USUAL * Math.sqrt(value / median);
      sizes[index] = Math.min(LARGEST, Math.max(SMALLEST, Math.round(size)));
    }
  }
  return sizes;
}
