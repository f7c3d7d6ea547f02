import { scaleOf } from './camera';
import type { PaintedLooks, PaintedPlaces, PaintedView, Painter } from './painter';
import { fitCanvas } from './painter';

/** Places within a pixel that are told apart, each way. */
const STEPS = 4;

/** The pixels that a disc covers: offsets from its top left pixel, and how much of each (0 to 256). */
interface Disc {
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  readonly cover: Uint16Array;
  /** Pixels from its top left one, in a picture of the width that is drawn. */
  readonly offset: Int32Array;
  /** Width and height of its square. */
  readonly side: number;
}

/**
 * Draws without a graphics card: pixels are mixed in memory and put on the canvas at once, which is much quicker than
 * a hundred thousand arcs. The picture is the same as the card's.
 * @throws Error with a reason when the canvas cannot be drawn on.
 */
export function createCanvasPainter(canvas: HTMLCanvasElement): Painter {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) {
    throw new Error('no canvas');
  }
  let image: ImageData | null = null;
  let places: PaintedPlaces | null = null;
  let looks: PaintedLooks | null = null;
  return {
    kind: 'canvas',
    setPlaces(next) {
      places = next;
    },
    setLooks(next) {
      looks = next;
    },
    paint(view) {
      fitCanvas(canvas, view);
      if (image?.width !== canvas.width || image.height !== canvas.height) {
        image = new ImageData(canvas.width, canvas.height);
      }
      if (places !== null && looks !== null) {
        mixPoints(image, places, looks, view);
      }
      context.putImageData(image, 0, 0);
    },
    destroy() {
      image = null;
    },
  };
}

type Pixels = Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray };

/** Draws points into the pixels of a picture, ground first. */
export function mixPoints(
  image: Pixels,
  { x, y, fromX, fromY }: PaintedPlaces,
  { rgba, size }: PaintedLooks,
  { camera, size: canvas, ratio, pointSize, ground, share }: PaintedView,
): void {
  const { width, height, data } = image;
  // Four bytes at a time: red and blue are mixed together, and green between them.
  const pixels = new Int32Array(data.buffer, data.byteOffset, data.length / 4);
  pixels.fill(packed(ground[0], ground[1], ground[2]));
  const scale = scaleOf(camera, canvas) * ratio;
  const discs = new Discs((pointSize * ratio) / 32, width);
  for (let index = 0; index < x.length; index++) {
    const sixteenths = at(size, index);
    const radius = discs.radiusOf(sixteenths);
    const beforeX = at(fromX, index);
    const beforeY = at(fromY, index);
    const placeX = beforeX + (at(x, index) - beforeX) * share;
    const placeY = beforeY + (at(y, index) - beforeY) * share;
    const left = width / 2 + (placeX - camera.x) * scale - radius;
    const top = height / 2 - (placeY - camera.y) * scale - radius;
    const seen = left < width && top < height && left + 2 * radius > 0 && top + 2 * radius > 0;
    const opacity = at(rgba, 4 * index + 3);
    if (seen && opacity !== 0) {
      const disc = discs.at(sixteenths, left, top);
      const colour = packed(at(rgba, 4 * index), at(rgba, 4 * index + 1), at(rgba, 4 * index + 2));
      const column = Math.floor(left);
      const row = Math.floor(top);
      // Both go to their own full: 256 and 255.
      const strength = Math.floor((opacity * 256) / 255);
      const part = isWhole(disc, column, row, width, height)
        ? disc
        : cut(disc, column, row, width, height);
      stamp(pixels, part, row * width + column, colour, strength);
    }
  }
}

/** Indices here come from the arrays' own lengths. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

function isWhole(
  { side }: Disc,
  column: number,
  row: number,
  width: number,
  height: number,
): boolean {
  return column >= 0 && row >= 0 && column + side <= width && row + side <= height;
}

/** Little-endian, as all computers that Electron runs on are. */
function packed(red: number, green: number, blue: number): number {
  return (255 << 24) | (blue << 16) | (green << 8) | red;
}

/** Mixes one disc in one colour. Runs for every point of every picture: no calls and nothing made in its loop. */
function stamp(
  pixels: Int32Array,
  { offset, cover }: Pick<Disc, 'offset' | 'cover'>,
  corner: number,
  colour: number,
  strength: number,
): void {
  const redBlue = colour & 0xff00ff;
  const green = colour & 0x00ff00;
  for (let at = 0; at < offset.length; at++) {
    const place = corner + (offset[at] ?? 0);
    const before = pixels[place] ?? 0;
    const amount = ((cover[at] ?? 0) * strength) >> 8;
    const rest = 256 - amount;
    const mixedRedBlue =
      (Math.imul(redBlue, amount) + Math.imul(before & 0xff00ff, rest) + 0x800080) >>> 8;
    const mixedGreen =
      (Math.imul(green, amount) + Math.imul(before & 0x00ff00, rest) + 0x8000) >>> 8;
    pixels[place] = (mixedRedBlue & 0xff00ff) | (mixedGreen & 0x00ff00) | (255 << 24);
  }
}

/** What of a disc lies in the picture. */
function cut(
  { dx, dy, cover, offset }: Disc,
  column: number,
  row: number,
  width: number,
  height: number,
): Pick<Disc, 'offset' | 'cover'> {
  const isIn = (_: number, at: number): boolean => {
    const [across, down] = [column + (dx[at] ?? 0), row + (dy[at] ?? 0)];
    return across >= 0 && across < width && down >= 0 && down < height;
  };
  return { offset: offset.filter(isIn), cover: cover.filter(isIn) };
}

/** The discs of a picture, made when first needed: by size, and by where in a pixel they begin. */
class Discs {
  readonly #made: Disc[] = [];
  readonly #perSixteenth: number;
  readonly #width: number;

  /** `perSixteenth`: device pixels of radius for a sixteenth of the usual size; `width`: of the picture. */
  constructor(perSixteenth: number, width: number) {
    this.#perSixteenth = perSixteenth;
    this.#width = width;
  }

  /** With half a pixel of soft edge. */
  radiusOf(sixteenths: number): number {
    return this.#perSixteenth * sixteenths + 0.5;
  }

  at(sixteenths: number, left: number, top: number): Disc {
    const stepX = Math.floor((left - Math.floor(left)) * STEPS);
    const stepY = Math.floor((top - Math.floor(top)) * STEPS);
    const key = (sixteenths * STEPS + stepX) * STEPS + stepY;
    const disc =
      this.#made[key] ??
      discOf(this.radiusOf(sixteenths), (stepX + 0.5) / STEPS, (stepY + 0.5) / STEPS, this.#width);
    this.#made[key] = disc;
    return disc;
  }
}

/** `radius` with half a pixel of soft edge; the offsets of its square's corner within a pixel, from 0 to 1. */
function discOf(radius: number, offsetX: number, offsetY: number, width: number): Disc {
  const side = Math.ceil(2 * radius + 1);
  const pixels: [number, number, number][] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const distance = Math.hypot(column + 0.5 - offsetX - radius, row + 0.5 - offsetY - radius);
      const cover = Math.round(256 * Math.min(1, Math.max(0, radius - distance)));
      if (cover > 0) {
        pixels.push([column, row, cover]);
      }
    }
  }
  return {
    dx: Int16Array.from(pixels, ([column]) => column),
    dy: Int16Array.from(pixels, ([, row]) => row),
    cover: Uint16Array.from(pixels, ([, , cover]) => cover),
    offset: Int32Array.from(pixels, ([column, row]) => row * width + column),
    side,
  };
}
