export type Theme = 'light' | 'dark';

/**
 * Eight colours that people with any kind of colour vision tell apart, on each ground; palettes.test.ts looks at them
 * through simulated protanopia, deuteranopia and tritanopia. After Paul Tol's and Okabe and Ito's sets.
 */
const GROUPS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#332288', '#c84b00', '#2f9f86', '#d070b5', '#117733', '#4fa6f5', '#882255', '#c2a800'],
  dark: ['#56b4e9', '#e69f00', '#009e73', '#f0e442', '#cc79a7', '#d55e00', '#8f86ff', '#e8e8ec'],
};

/** From little to much, in even steps of lightness: seven stops of cividis, the end near the ground left out. */
const RAMPS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#c9b35c', '#a59c74', '#858579', '#6a6f78', '#4f596d', '#32456b', '#00224e'],
  dark: ['#3b4d77', '#575d6d', '#6f6e73', '#8a8578', '#a69d75', '#c8b866', '#fee838'],
};

/** What has no colour of its own. */
const GREY: Readonly<Record<Theme, string>> = { light: '#a4a4ac', dark: '#73737d' };

export interface Palette {
  readonly groups: readonly string[];
  readonly ramp: readonly string[];
  readonly grey: string;
}

export function paletteOf(theme: Theme): Palette {
  return { groups: GROUPS[theme], ramp: RAMPS[theme], grey: GREY[theme] };
}

/** `#rrggbb` as numbers from 0 to 255. */
export function rgbOf(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
