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
  fillGround(data, ground);
  const scale = scaleOf(camera, canvas) * ratio;
  const discs = new Discs((pointSize * ratio) / 32);
  for (let index = 0; index < x.length; index++) {
    const sixteenths = size[index] ?? 16;
    const radius = discs.radiusOf(sixteenths);
    const beforeX = fromX[index] ?? 0;
    const beforeY = fromY[index] ?? 0;
    const placeX = beforeX + ((x[index] ?? 0) - beforeX) * share;
    const placeY = beforeY + ((y[index] ?? 0) - beforeY) * share;
    const left = width / 2 + (placeX - camera.x) * scale - radius;
    const top = height / 2 - (placeY - camera.y) * scale - radius;
    const seen = left < width && top < height && left + 2 * radius > 0 && top + 2 * radius > 0;
    if (seen && rgba[4 * index + 3] !== 0) {
      stamp(image, discs.at(sixteenths, left, top), Math.floor(left), Math.floor(top), rgba, index);
    }
  }
}

/** Mixes one disc in the colour of a point. Runs for every point of every picture: no calls and nothing made in its loop. */
function stamp(
  { width, height, data }: Pixels,
  { dx, dy, cover }: Disc,
  left: number,
  top: number,
  rgba: Uint8Array,
  index: number,
): void {
  const red = at(rgba, 4 * index);
  const green = at(rgba, 4 * index + 1);
  const blue = at(rgba, 4 * index + 2);
  // Both go to their own full: 256 and 255.
  const opacity = at(rgba, 4 * index + 3) / (256 * 255);
  for (let pixel = 0; pixel < cover.length; pixel++) {
    const column = left + (dx[pixel] ?? 0);
    const row = top + (dy[pixel] ?? 0);
    if (column >= 0 && column < width && row >= 0 && row < height) {
      const place = 4 * (row * width + column);
      const amount = (cover[pixel] ?? 0) * opacity;
      const rest = 1 - amount;
      data[place] = (data[place] ?? 0) * rest + red * amount;
      data[place + 1] = (data[place + 1] ?? 0) * rest + green * amount;
      data[place + 2] = (data[place + 2] ?? 0) * rest + blue * amount;
    }
  }
}

/** Indices here come from the arrays' own lengths. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

/** The discs of a picture, made when first needed: by size, and by where in a pixel they begin. */
class Discs {
  readonly #made: Disc[] = [];
  readonly #perSixteenth: number;

  /** `perSixteenth`: device pixels of radius for a sixteenth of the usual size. */
  constructor(perSixteenth: number) {
    this.#perSixteenth = perSixteenth;
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
      discOf(this.radiusOf(sixteenths), (stepX + 0.5) / STEPS, (stepY + 0.5) / STEPS);
    this.#made[key] = disc;
    return disc;
  }
}

function fillGround(data: Uint8ClampedArray, [red, green, blue]: PaintedView['ground']): void {
  // Little-endian, as all computers that Electron runs on are.
  const pixel = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  new Uint32Array(data.buffer, data.byteOffset, data.length / 4).fill(pixel);
}

/** `radius` with half a pixel of soft edge; the offsets of its square's corner within a pixel, from 0 to 1. */
function discOf(radius: number, offsetX: number, offsetY: number): Disc {
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
  };
}
