import { expect, it } from 'vitest';
import { seededRandom } from '../../../electron/shared/seeded-random';
import { panBy, WHOLE } from './camera';
import type { Pixels } from './mix-points';
import { mixPoints } from './mix-points';
import { MixedPicture } from './mixed-picture';
import type { PaintedLooks, PaintedPlaces, PaintedView } from './painter';

const COUNT = 800;
const size = { width: 120, height: 90 };
const view: PaintedView = {
  camera: WHOLE,
  size,
  ratio: 1,
  pointSize: 7,
  ground: [250, 245, 240],
  share: 1,
};

const random = seededRandom(3);
const x = Float32Array.from({ length: COUNT }, () => 2 * random() - 1);
const y = Float32Array.from({ length: COUNT }, () => 2 * random() - 1);
const places: PaintedPlaces = { x, y, fromX: x, fromY: y };
const looks: PaintedLooks = {
  rgba: Uint8Array.from({ length: 4 * COUNT }, (_, at) =>
    at % 4 === 3 ? 120 : Math.floor(256 * random()),
  ),
  size: Uint8Array.from({ length: COUNT }, () => 10 + Math.floor(26 * random())),
};

function blank(width: number, height: number): Pixels {
  return { width, height, data: new Uint8ClampedArray(4 * width * height) };
}

/** The view's pixels, with nothing before it. */
function fresh(of: PaintedView, its = looks): Pixels {
  const image = blank(of.size.width * of.ratio, of.size.height * of.ratio);
  mixPoints(image, places, its, of);
  return image;
}

function pictureOf(shown: PaintedView): (of: PaintedView) => Pixels {
  const picture = new MixedPicture(blank);
  picture.setPlaces(places);
  picture.setLooks(looks);
  const at = (of: PaintedView): Pixels =>
    picture.of(of, of.size.width * of.ratio, of.size.height * of.ratio);
  at(shown);
  return at;
}

/** Of the bytes of two pictures, how many are not the same. */
function differing(a: Pixels, b: Pixels): number {
  expect(a.data.length).toBe(b.data.length);
  return a.data.filter((byte, at) => byte !== b.data[at]).length;
}

/** How far the bytes of two pictures are from each other, on average. */
function apart(a: Pixels, b: Pixels): number {
  return (
    a.data.reduce((sum, byte, at) => sum + Math.abs(byte - (b.data[at] ?? 0)), 0) / a.data.length
  );
}

it.each([1, 2])('a view that was moved to is the one that is made at once (ratio %d)', (ratio) => {
  let now: PaintedView = { ...view, ratio };
  const at = pictureOf(now);
  for (const [dx, dy] of [
    [7, 0],
    [-12, 0],
    [0, 5],
    [0, -9],
    [11, 8],
    [-6, -4],
    [13, -10],
    [-3, 14],
    [0, 0],
    [-130, 2],
    [60, -95],
    [20, 40],
  ] as const) {
    now = { ...now, camera: panBy(now.camera, size, dx, dy) };
    // A place that falls between two of a pixel's quarters may go either way.
    const drawn = at(now);
    expect(differing(drawn, fresh(now))).toBeLessThan(0.002 * drawn.data.length);
  }
});

it('moves by small parts of a pixel do not add up', () => {
  let now: PaintedView = { ...view, camera: { x: 0, y: 0, zoom: 3 } };
  const at = pictureOf(now);
  const beside = (dx: number): PaintedView => ({ ...now, camera: panBy(now.camera, size, dx, 0) });
  for (let step = 0; step < 40; step++) {
    now = beside(1.06);
    const drawn = at(now);
    expect(apart(drawn, fresh(now))).toBeLessThan(apart(drawn, fresh(beside(0.4))));
    expect(apart(drawn, fresh(now))).toBeLessThan(apart(drawn, fresh(beside(-0.4))));
  }
});

it.each<[string, Partial<PaintedView>]>([
  ['another zoom', { camera: { ...WHOLE, zoom: 1.3 } }],
  ['half a pixel', { camera: panBy(WHOLE, size, 0.5, 0) }],
  ['another ground', { ground: [0, 0, 0] }],
  ['larger points', { pointSize: 9 }],
  ['another size', { size: { width: 100, height: 80 } }],
  ['finer pixels', { ratio: 2 }],
])('%s is mixed anew', (_, other) => {
  const next = { ...view, ...other };
  expect(differing(pictureOf(view)(next), fresh(next))).toBe(0);
});

it('shows other looks and places at once', () => {
  const picture = new MixedPicture(blank);
  picture.setPlaces(places);
  picture.setLooks(looks);
  picture.of(view, 120, 90);
  const dimmed = { ...looks, rgba: looks.rgba.map((byte, at) => (at % 4 === 3 ? 40 : byte)) };
  picture.setLooks(dimmed);
  expect(differing(picture.of(view, 120, 90), fresh(view, dimmed))).toBe(0);
  picture.setPlaces({ x: y, y: x, fromX: y, fromY: x });
  picture.of(view, 120, 90);
  picture.setPlaces(places);
  expect(differing(picture.of(view, 120, 90), fresh(view, dimmed))).toBe(0);
});

it('moves the pixels it has: a mark on them moves along, and is gone from one that is mixed anew', () => {
  const at = pictureOf(view);
  const shown = at(view);
  const mark = [1, 2, 3, 255];
  const offset = (column: number, row: number): number => 4 * (row * size.width + column);
  const pixel = (image: Pixels, column: number, row: number): number[] => [
    ...image.data.subarray(offset(column, row), offset(column, row) + 4),
  ];
  shown.data.set(mark, offset(60, 40));
  const panned = { ...view, camera: panBy(view.camera, size, 7, -5) };
  const moved = at(panned);
  const isThere = [
    [67, 35],
    [53, 45],
    [67, 45],
    [53, 35],
  ].filter(([column = 0, row = 0]) => pixel(moved, column, row).join() === mark.join());
  expect(isThere).toHaveLength(1);
  const zoomed = at({ ...view, camera: { ...view.camera, zoom: 2 * view.camera.zoom } });
  expect(zoomed.data.join()).not.toContain(mark.join());
});
