import { expect } from '@playwright/test';
import type { SpaceName } from '../../electron/shared/records';
import type { RunningApp } from './app';
import type { LibraryRow } from './bridge';
import type { Rgb, WindowPlace } from './map';
import { legendColours, pixelsAt, songPlaces, uncovered } from './map';
import type { AppWindow } from './window';

type Theme = 'light' | 'dark';

/** What the map lies on (renderer/features/map/theme.ts). */
const GROUND: Readonly<Record<Theme, Rgb>> = { light: [244, 244, 245], dark: [19, 19, 22] };
/** How much of a point's colour shows where few songs are (renderer/features/map/point-looks.ts). */
const OPACITY = 0.88;
/** The screen's 256 steps, the painter's rounding and a soft edge. */
export const COLOUR_TOLERANCE = 10;
/** Points whose discs do not touch. */
export const APART = 24;
/** Beyond a point's own disc, and not yet at another's. */
const BESIDE = 0.7 * APART;
const GROUND_TOLERANCE = 4;
const FEWEST_LOOKED_AT = 4;

/** A song of the map, and where it is in the window. */
export type Song = readonly [id: string, place: WindowPlace];

interface Shown {
  readonly app: RunningApp;
  readonly ui: AppWindow;
}

interface Looked {
  readonly theme?: Theme;
  readonly space?: SpaceName;
  /** How far from a song no other is, in CSS pixels. */
  readonly apart?: number;
}

export const distance = (a: Rgb, b: Rgb): number =>
  Math.max(...a.map((value, part) => Math.abs(value - b[part]!)));

/** How far a pixel is from the ground of the map. */
export const offGround = (pixel: Rgb, theme: Theme = 'light'): number =>
  distance(pixel, GROUND[theme]);

/** What a point of a colour looks like on the map. */
export function onGround(colour: Rgb, theme: Theme = 'light'): Rgb {
  const ground = GROUND[theme];
  const [red, green, blue] = colour.map(
    (value, part) => ground[part]! + (value - ground[part]!) * OPACITY,
  );
  return [red!, green!, blue!];
}

/**
 * Songs that no other one is near to and nothing lies over: what is on the screen there is theirs alone. Where they are now, with the
 * whole map shown: with the legend the map's height changes.
 */
export async function loneSongs(
  { app, ui }: Shown,
  { space = 'genre', apart = APART }: Looked = {},
): Promise<readonly Song[]> {
  const places = await songPlaces(app, ui, space);
  const lone = [...places].filter(([id, place]) =>
    [...places].every(
      ([other, { x, y }]) => other === id || Math.hypot(x - place.x, y - place.y) > apart,
    ),
  );
  return uncovered(app, lone);
}

/** The lone songs have the colours that the legend gives their groups; beside them there is the ground. */
export async function expectColours(
  { app, ui }: Shown,
  groupOf: (id: string) => string,
  { theme = 'light', ...where }: Looked = {},
): Promise<void> {
  const songs = await loneSongs({ app, ui }, where);
  expect(songs.length).toBeGreaterThanOrEqual(FEWEST_LOOKED_AT);
  const colours = await legendColours(ui.mapLegend);
  const seen = await pixelsAt(
    app.page,
    songs.map(([, place]) => place),
  );
  for (const [index, [id]] of songs.entries()) {
    const group = groupOf(id);
    const expected = colours.get(group) ?? colours.get('Other');
    expect(expected, `${group} of ${[...colours.keys()].join(', ')}`).toBeDefined();
    expect(distance(seen[index]!, onGround(expected!, theme)), group).toBeLessThan(
      COLOUR_TOLERANCE,
    );
  }
  const beside = songs.map(([id, { x, y }]): Song => [id, { x: x + BESIDE, y }]);
  const free = (await uncovered(app, beside)).map(([, place]) => place);
  expect(free.length).toBeGreaterThan(0);
  for (const pixel of await pixelsAt(app.page, free)) {
    expect(offGround(pixel, theme)).toBeLessThan(GROUND_TOLERANCE);
  }
}

/** The group of a song when colours stand for genres. */
export function genreOf(row: LibraryRow | undefined): string {
  const genre = row?.genre.split(/[;,/|]/)[0]?.trim() ?? '';
  return genre === '' ? 'Not known' : genre;
}
