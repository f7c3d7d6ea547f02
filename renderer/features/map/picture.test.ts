import { expect, it } from 'vitest';
import { WHOLE } from './camera';
import type { Picture } from './picture';
import { drawSvg } from './picture';

const picture = (count: number, names: readonly string[] = []): Picture => {
  const x = Float32Array.from({ length: count }, (_, index) => index / 10);
  const y = new Float32Array(count);
  return {
    places: { x, y, fromX: x, fromY: y },
    looks: {
      rgba: Uint8Array.from({ length: 4 * count }, (_, at) => (at % 4 === 3 ? 255 : 9)),
      size: new Uint8Array(count).fill(16),
    },
    view: {
      camera: WHOLE,
      size: { width: 216, height: 216 },
      ratio: 1,
      pointSize: 6,
      ground: [1, 2, 3],
      share: 1,
    },
    names: names.map((text, index) => ({
      key: String(index),
      text,
      at: { x: 0, y: 0 },
      size: 12,
      kind: 'region',
      x: 50,
      y: 60,
      width: 10,
      height: 10,
    })),
    legend: [{ name: 'R&B', colour: '#123456' }],
    ink: '#000000',
  };
};

it('has a dot for each song where it is, names and legend', () => {
  const svg = drawSvg(picture(3, ['slow piano']));
  // One unit is 100 pixels.
  expect(svg).toContain('d="M108.0 108.0h0M118.0 108.0h0M128.0 108.0h0"');
  expect(svg).toContain('stroke="rgb(9,9,9)"');
  expect(svg).toContain('>slow piano</text>');
  expect(svg).toContain('>R&amp;B</text>');
  expect(svg).toContain('fill="#123456"');
});

it('leaves out songs that are hidden or out of sight', () => {
  const hidden = picture(2);
  hidden.looks.rgba[3] = 0;
  expect(drawSvg(hidden)).toContain('d="M118.0 108.0h0"');
  const close = picture(20);
  const dots = drawSvg(close).match(/h0/g);
  expect(dots).toHaveLength(12);
});

it('names stay text, whatever they are', () => {
  const svg = drawSvg(picture(0, ['<script>alert(1)</script>', 'a\u0000b', '밤 & 낮', '\ud800']));
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(svg).toContain('>ab</text>');
  expect(svg).toContain('>밤 &amp; 낮</text>');
  expect(svg).not.toMatch(/\p{Surrogate}/u);
});
