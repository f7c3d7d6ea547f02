import type { Part, Pixels } from './mix-points';
import { mixPoints, originOf } from './mix-points';
import type { Place } from './camera';
import type { PaintedLooks, PaintedPlaces, PaintedView } from './painter';

/** A picture that is moved instead of mixed anew is at most so many pixels off: points are mixed to a quarter of one. */
const MOST_OFF = 1 / 8;

interface Shown {
  readonly view: PaintedView;
  /** Where the middle of the map is in it. */
  readonly origin: Place;
}

/**
 * The points of a map as pixels. A view that only lies some whole pixels beside the one before is made of it: its pixels are moved,
 * and points mixed only where there were none.
 */
export class MixedPicture<Image extends Pixels> {
  readonly #makeImage: (width: number, height: number) => Image;
  #image: Image | null = null;
  /** Null when all is to be mixed anew. */
  #shown: Shown | null = null;
  #places: PaintedPlaces | null = null;
  #looks: PaintedLooks | null = null;

  constructor(makeImage: (width: number, height: number) => Image) {
    this.#makeImage = makeImage;
  }

  setPlaces(places: PaintedPlaces): void {
    this.#places = places;
    this.#shown = null;
  }

  setLooks(looks: PaintedLooks): void {
    this.#looks = looks;
    this.#shown = null;
  }

  /** The picture of a view, so large; the same object is another picture after the next call. */
  of(view: PaintedView, width: number, height: number): Image {
    let image = this.#image;
    if (image?.width !== width || image.height !== height) {
      image = this.#makeImage(width, height);
      this.#image = image;
      this.#shown = null;
    }
    if (this.#places !== null && this.#looks !== null) {
      this.#mix(image, this.#places, this.#looks, view);
    }
    return image;
  }

  #mix(image: Image, places: PaintedPlaces, looks: PaintedLooks, view: PaintedView): void {
    const origin = originOf(image, view);
    const moved = this.#shown === null ? null : movedBy(this.#shown, view, origin);
    if (this.#shown === null || moved === null) {
      mixPoints(image, places, looks, view);
      this.#shown = { view, origin };
      return;
    }
    movePixels(image, moved);
    for (const part of uncovered(image, moved)) {
      mixPoints(image, places, looks, view, part);
    }
    // Where it is, not where it should be: what it is off does not add up.
    this.#shown = {
      view,
      origin: { x: this.#shown.origin.x + moved.x, y: this.#shown.origin.y + moved.y },
    };
  }
}

/** By how many whole pixels the picture of a view lies beside the one that is shown; null when it is another one. */
function movedBy({ view: before, origin }: Shown, view: PaintedView, to: Place): Place | null {
  const isAlike =
    before.camera.zoom === view.camera.zoom &&
    before.size.width === view.size.width &&
    before.size.height === view.size.height &&
    before.ratio === view.ratio &&
    before.pointSize === view.pointSize &&
    before.ground.every((value, channel) => value === view.ground[channel]) &&
    before.share === 1 &&
    view.share === 1;
  const x = Math.round(to.x - origin.x);
  const y = Math.round(to.y - origin.y);
  const off = Math.max(Math.abs(to.x - origin.x - x), Math.abs(to.y - origin.y - y));
  return isAlike && off <= MOST_OFF ? { x, y } : null;
}

/** What comes from beyond an edge is left as it happens to be. */
function movePixels({ data, width, height }: Pixels, { x, y }: Place): void {
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  const by = y * width + x;
  if (by > 0) {
    pixels.copyWithin(by, 0, Math.max(0, pixels.length - by));
  } else {
    pixels.copyWithin(0, Math.min(-by, pixels.length));
  }
}

/** The parts that pixels came into from beyond an edge: whole rows, and what is left of columns. */
function uncovered({ width, height }: Pixels, { x, y }: Place): Part[] {
  const across = Math.min(Math.abs(x), width);
  const down = Math.min(Math.abs(y), height);
  const rows = y > 0 ? { top: 0, bottom: down } : { top: height - down, bottom: height };
  const otherRows = y > 0 ? { top: down, bottom: height } : { top: 0, bottom: height - down };
  const columns = x > 0 ? { left: 0, right: across } : { left: width - across, right: width };
  return [
    { left: 0, right: width, ...rows },
    { ...columns, ...otherRows },
  ].filter(({ left, top, right, bottom }) => left < right && top < bottom);
}
