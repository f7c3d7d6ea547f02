import type { Place, Size } from './camera';

/** A name that wants to stand at a place of the map. */
export interface NameWish {
  readonly key: string;
  readonly text: string;
  /** In the map's units. */
  readonly at: Place;
  /** Of the letters, in CSS pixels. */
  readonly size: number;
  readonly kind: 'region' | 'song';
}

/** A name that has its place: the middle of its box on the screen, in CSS pixels. */
export interface PlacedName extends NameWish {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Air around names, in CSS pixels. */
const AIR = 4;
const LINE_HEIGHT = 1.25;

interface PlaceOptions {
  readonly toScreen: (place: Place) => Place;
  /** Width of a text, in CSS pixels. */
  readonly measure: (text: string, size: number) => number;
  /** Songs' names stand this far below their points. */
  readonly below: number;
}

/**
 * Places names without overlaps, first come first placed: the wishes are in order of weight. As all take part, whether in sight
 * or not, moving the map brings no name up and drops none; only zooming does.
 */
export function placeNames(
  wishes: readonly NameWish[],
  { toScreen, measure, below }: PlaceOptions,
): PlacedName[] {
  const placed: PlacedName[] = [];
  for (const wish of wishes) {
    const { x, y } = toScreen(wish.at);
    const height = wish.size * LINE_HEIGHT;
    const name: PlacedName = {
      ...wish,
      x,
      y: wish.kind === 'song' ? y + below + height / 2 : y,
      width: measure(wish.text, wish.size),
      height,
    };
    if (placed.every((other) => !overlaps(name, other))) {
      placed.push(name);
    }
  }
  return placed;
}

/** The names whose boxes are at least partly within the canvas. */
export function namesInSight(names: readonly PlacedName[], { width, height }: Size): PlacedName[] {
  return names.filter(
    (name) =>
      name.x + name.width / 2 > 0 &&
      name.x - name.width / 2 < width &&
      name.y + name.height / 2 > 0 &&
      name.y - name.height / 2 < height,
  );
}

function overlaps(a: PlacedName, b: PlacedName): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + AIR &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + AIR
  );
}
