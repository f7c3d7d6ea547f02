import { describe, expect, it } from 'vitest';
import { paletteOf, rgbOf } from './palettes';

type Rgb = readonly [number, number, number];

/** Linear light, 0 to 1. */
const linear = (colour: string): Rgb => {
  const [red, green, blue] = rgbOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return [red!, green!, blue!];
};

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
const VISIONS: Readonly<Record<string, readonly Rgb[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seenWith = (rows: readonly Rgb[], [r, g, b]: Rgb): Rgb => {
  const [red, green, blue] = rows.map(([x, y, z]) =>
    Math.min(1, Math.max(0, x * r + y * g + z * b)),
  );
  return [red!, green!, blue!];
};

/** CIE L*a*b* for D65. */
const labOf = ([r, g, b]: Rgb): Rgb => {
  const f = (t: number): number =>
    t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** About five times what an eye just notices side by side. */
const APART = 11;

describe.each(['light', 'dark'] as const)('on %s ground', (theme) => {
  const { groups, ramp, grey } = paletteOf(theme);
  const ground = linear(theme === 'light' ? '#f4f4f5' : '#131316');

  it.each(Object.entries(VISIONS))('groups are told apart with %s', (_, rows) => {
    const seen = [...groups, grey].map((colour) => labOf(seenWith(rows, linear(colour))));
    for (const [index, one] of seen.entries()) {
      for (const [other, another] of seen.slice(index + 1).entries()) {
        const pair = `${[...groups, grey][index]!} and ${[...groups, grey][index + 1 + other]!}`;
        expect(distance(one, another), pair).toBeGreaterThan(APART);
      }
      expect(distance(one, labOf(seenWith(rows, ground)))).toBeGreaterThan(25);
    }
  });

  it('a ramp goes one way in lightness, away from the ground', () => {
    const steps = ramp.map((colour) => labOf(linear(colour))[0]);
    const from = labOf(ground)[0];
    const away = steps.map((lightness) => Math.abs(lightness - from));
    expect(away).toEqual([...away].sort((a, b) => a - b));
    expect(away[0]).toBeGreaterThan(18);
  });
});
