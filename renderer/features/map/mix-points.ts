import type { Place } from './camera';
import { scaleOf } from './camera';
import type { PaintedLooks, PaintedPlaces, PaintedView } from './painter';

/** Places within a pixel that are told apart, each way. */
const STEPS = 4;
/** Of a number that holds where a pixel is and how much of it is covered, the bits of the latter. */
const COVER_BITS = 9;
const COVER = (1 << COVER_BITS) - 1;
/** Every other byte of a pixel; between two of them there is room to count in. */
const PAIR = 0x00ff00ff;
const HALVES = 0x00800080;

export type Pixels = Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray };

/** Pixels of a picture from a left and top one up to, not with, a right and bottom one. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the middle of the map is in a picture, in its pixels. */
export function originOf(
  { width, height }: Pick<Pixels, 'width' | 'height'>,
  view: PaintedView,
): Place {
  const scale = pixelsPerUnit(view);
  return { x: width / 2 - view.camera.x * scale, y: height / 2 + view.camera.y * scale };
}

function pixelsPerUnit({ camera, size, ratio }: PaintedView): number {
  return scaleOf(camera, size) * ratio;
}

/** Draws points into the pixels of a picture, ground first: into all of them, or into a part as if it were all. */
export function mixPoints(
  image: Pixels,
  places: PaintedPlaces,
  looks: PaintedLooks,
  view: PaintedView,
  part: Part = { left: 0, top: 0, right: image.width, bottom: image.height },
): void {
  const { width, height, data } = image;
  // Four bytes at a time.
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  const [red, green, blue] = view.ground;
  const ground = packed(red, green, blue);
  if (part.right - part.left === width) {
    pixels.fill(ground, part.top * width, part.bottom * width);
  } else {
    for (let row = part.top; row < part.bottom; row++) {
      pixels.fill(ground, row * width + part.left, row * width + part.right);
    }
  }
  drawPoints({ pixels, width, part, places, looks, view, origin: originOf(image, view) });
}

/** Little-endian, as all computers that Electron runs on are. */
function packed(red: number, green: number, blue: number): number {
  return (255 << 24) | (blue << 16) | (green << 8) | red;
}

interface Drawing {
  readonly pixels: Int32Array;
  readonly width: number;
  readonly part: Part;
  readonly places: PaintedPlaces;
  readonly looks: PaintedLooks;
  readonly view: PaintedView;
  readonly origin: Place;
}

/** Runs for every point of every picture: nothing is called or made in its innermost loop. */
function drawPoints({ pixels, width, part, places, looks, view, origin }: Drawing): void {
  const { x, y, fromX, fromY } = places;
  const { share, pointSize, ratio } = view;
  const { size } = looks;
  const scale = pixelsPerUnit(view);
  const colours = wordsOf(looks.rgba);
  const discs = new Discs((pointSize * ratio) / 32, width);
  const near = around(part, origin, scale, discs.radiusOf(largestOf(size)) + 1);
  let kind = discs.kindOf(0, 0);
  for (let index = 0; index < x.length; index++) {
    const beforeX = fromX[index]!;
    const placeX = beforeX + (x[index]! - beforeX) * share;
    const beforeY = fromY[index]!;
    const placeY = beforeY + (y[index]! - beforeY) * share;
    const colour = colours[index]!;
    const opacity = colour >>> 24;
    if (!isIn(near, placeX, placeY) || opacity === 0) {
      continue;
    }
    const sixteenths = size[index]!;
    if (kind.opacity !== opacity || kind.sixteenths !== sixteenths) {
      kind = discs.kindOf(sixteenths, opacity);
    }
    const { radius, side } = kind;
    const left = origin.x + placeX * scale - radius;
    const top = origin.y - placeY * scale - radius;
    const column = Math.floor(left) | 0;
    const row = Math.floor(top) | 0;
    const disc =
      kind.first + Math.floor((left - column) * STEPS) * STEPS + Math.floor((top - row) * STEPS);
    if (discs.starts[disc]! < 0) {
      discs.make(kind, disc);
    }
    const { entries } = discs;
    const start = discs.starts[disc]!;
    const end = discs.ends[disc]!;
    const corner = row * width + column;
    if (!holds(part, column, row, side)) {
      mixWithin({ pixels, width, part, entries, start, end, column, row, colour });
      continue;
    }
    const redBlue = colour & PAIR;
    // The picture is opaque, whatever the point is.
    const greenAlpha = ((colour >>> 8) & 0xff) | 0xff0000;
    for (let entry = start; entry < end; entry++) {
      const pixel = entries[entry]!;
      const place = corner + (pixel >> COVER_BITS);
      const before = pixels[place]!;
      pixels[place] = mixed(before, redBlue, greenAlpha, pixel & COVER);
    }
  }
}

function mixed(before: number, redBlue: number, greenAlpha: number, amount: number): number {
  const beforeRedBlue = before & PAIR;
  const beforeGreenAlpha = (before >>> 8) & PAIR;
  const moreRedBlue = (Math.imul(redBlue - beforeRedBlue, amount) + HALVES) >>> 8;
  const moreGreenAlpha = Math.imul(greenAlpha - beforeGreenAlpha, amount) + HALVES;
  return (
    ((beforeRedBlue + moreRedBlue) & PAIR) | (((beforeGreenAlpha << 8) + moreGreenAlpha) & ~PAIR)
  );
}

/** What of the map a part shows, and so many pixels around it. */
function around(part: Part, origin: Place, scale: number, reach: number): Part {
  return {
    left: (part.left - reach - origin.x) / scale,
    right: (part.right + reach - origin.x) / scale,
    // The map's y goes up.
    bottom: (origin.y - part.top + reach) / scale,
    top: (origin.y - part.bottom - reach) / scale,
  };
}

function isIn({ left, top, right, bottom }: Part, x: number, y: number): boolean {
  return x >= left && x < right && y >= top && y < bottom;
}

function largestOf(sizes: Uint8Array): number {
  let largest = 0;
  for (const size of sizes) {
    largest = Math.max(largest, size);
  }
  return largest;
}

/** Whether a square lies in the part as a whole. */
function holds(part: Part, column: number, row: number, side: number): boolean {
  return (
    column >= part.left &&
    row >= part.top &&
    column + side <= part.right &&
    row + side <= part.bottom
  );
}

/** Four bytes as one number. */
function wordsOf(rgba: Uint8Array): Int32Array {
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** Mixes what of a disc lies in a part of the picture. */
function mixWithin({
  pixels,
  width,
  part,
  entries,
  start,
  end,
  column,
  row,
  colour,
}: Pick<Drawing, 'pixels' | 'width' | 'part'> & {
  readonly entries: Int32Array;
  readonly start: number;
  readonly end: number;
  readonly column: number;
  readonly row: number;
  readonly colour: number;
}): void {
  const redBlue = colour & PAIR;
  const greenAlpha = ((colour >>> 8) & 0xff) | 0xff0000;
  for (let entry = start; entry < end; entry++) {
    const pixel = entries[entry]!;
    const offset = pixel >> COVER_BITS;
    const down = Math.floor(offset / width);
    const x = column + offset - down * width;
    const y = row + down;
    if (isIn(part, x, y)) {
      const place = y * width + x;
      pixels[place] = mixed(pixels[place]!, redBlue, greenAlpha, pixel & COVER);
    }
  }
}

/** Discs of one size and opacity. */
interface DiscKind {
  readonly sixteenths: number;
  readonly opacity: number;
  /** With half a pixel of soft edge. */
  readonly radius: number;
  /** Width and height of the square that a disc lies in. */
  readonly side: number;
  /** The number of its first disc; the others follow, by where in a pixel they begin. */
  readonly first: number;
}

/** The discs of a picture, made when first needed. All lie in one list, as every array that is looked into costs time. */
class Discs {
  /** Pixels: how many after the top left one of the disc's square, and how much of each (0 to 256). */
  entries = new Int32Array(4_096);
  /** Where the entries of each disc are; -1 when it is not made. */
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  #used = 0;
  readonly #kinds: (DiscKind | undefined)[] = [];
  #count = 0;
  readonly #perSixteenth: number;
  readonly #width: number;

  /** `perSixteenth`: device pixels of radius for a sixteenth of the usual size; `width`: of the picture. */
  constructor(perSixteenth: number, width: number) {
    this.#perSixteenth = perSixteenth;
    this.#width = width;
  }

  radiusOf(sixteenths: number): number {
    return this.#perSixteenth * sixteenths + 0.5;
  }

  kindOf(sixteenths: number, opacity: number): DiscKind {
    const key = sixteenths * 256 + opacity;
    const known = this.#kinds[key];
    if (known !== undefined) {
      return known;
    }
    const radius = this.radiusOf(sixteenths);
    const side = Math.ceil(2 * radius + 1);
    const kind = { sixteenths, opacity, radius, side, first: this.#count };
    this.#kinds[key] = kind;
    this.#count += STEPS * STEPS;
    const starts = new Int32Array(this.#count).fill(-1);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Int32Array(this.#count);
    ends.set(this.ends);
    this.ends = ends;
    return kind;
  }

  make(kind: DiscKind, disc: number): void {
    const step = disc - kind.first;
    const offset = (steps: number): number => (steps + 0.5) / STEPS;
    const pixels = discOf(
      kind,
      offset(Math.floor(step / STEPS)),
      offset(step % STEPS),
      this.#width,
    );
    this.starts[disc] = this.#used;
    if (this.#used + pixels.length > this.entries.length) {
      const entries = new Int32Array(2 * (this.#used + pixels.length));
      entries.set(this.entries);
      this.entries = entries;
    }
    this.entries.set(pixels, this.#used);
    this.#used += pixels.length;
    this.ends[disc] = this.#used;
  }
}

/** The offsets of the disc's square's corner within a pixel are from 0 to 1. */
function discOf(
  { radius, side, opacity }: DiscKind,
  offsetX: number,
  offsetY: number,
  width: number,
): number[] {
  // Both go to their own full: 256 and 255.
  const strength = Math.floor((opacity * 256) / 255);
  const pixels: number[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const distance = Math.hypot(column + 0.5 - offsetX - radius, row + 0.5 - offsetY - radius);
      const cover = Math.round(256 * Math.min(1, Math.max(0, radius - distance)));
      const amount = (cover * strength) >> 8;
      if (amount > 0) {
        pixels.push(((row * width + column) << COVER_BITS) | amount);
      }
    }
  }
  return pixels;
}
