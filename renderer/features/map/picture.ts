import { toScreen } from './camera';
import { mixPoints } from './mix-points';
import type { PaintedLooks, PaintedPlaces, PaintedView } from './painter';
import type { PlacedName } from './place-names';

/** For print and for screens of today. */
const PNG_RATIO = 2;
const FONT = 'system-ui, sans-serif';
const LEGEND_SIZE = 12;
const LEGEND_LINE = 18;
const LEGEND_MARGIN = 14;

/** Everything that is on a saved map. */
export interface Picture {
  readonly places: PaintedPlaces;
  readonly looks: PaintedLooks;
  readonly view: PaintedView;
  readonly names: readonly PlacedName[];
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
  /** Colour of the letters, `#rrggbb`. */
  readonly ink: string;
}

/** The map as it is seen, at twice the size, as a PNG. @throws Error when the picture is too large to be made. */
export async function drawPng(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const { view, names, legend, ink, places, looks } = picture;
  const { width, height } = view.size;
  const canvas = new OffscreenCanvas(width * PNG_RATIO, height * PNG_RATIO);
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error(`A picture of ${String(width)} × ${String(height)} cannot be made.`);
  }
  const image = new ImageData(canvas.width, canvas.height);
  mixPoints(image, places, looks, { ...view, ratio: PNG_RATIO });
  context.putImageData(image, 0, 0);
  context.scale(PNG_RATIO, PNG_RATIO);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = groundOf(view);
  for (const { text, x, y, size } of names) {
    context.font = `600 ${String(size)}px ${FONT}`;
    context.strokeText(text, x, y);
    context.fillStyle = ink;
    context.fillText(text, x, y);
  }
  context.textAlign = 'left';
  context.font = `${String(LEGEND_SIZE)}px ${FONT}`;
  for (const [row, { name, colour }] of legend.entries()) {
    const y = legendY(height, legend.length, row);
    context.fillStyle = colour;
    context.beginPath();
    context.arc(LEGEND_MARGIN + 5, y, 5, 0, 2 * Math.PI);
    context.fill();
    context.strokeText(name, LEGEND_MARGIN + 18, y);
    context.fillStyle = ink;
    context.fillText(name, LEGEND_MARGIN + 18, y);
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The map as it is seen as an SVG drawing (UTF-8); points of one colour and size are one path of dots. */
export function drawSvg({ places, looks, view, names, legend, ink }: Picture): string {
  const { width, height } = view.size;
  const ground = groundOf(view);
  const texts = names.map(({ text, x, y, size }) =>
    textOf(
      text,
      x,
      y,
      `font-size="${String(size)}" font-weight="600" text-anchor="middle"`,
      ink,
      ground,
    ),
  );
  const rows = legend.flatMap(({ name, colour }, row) => {
    const y = legendY(height, legend.length, row);
    return [
      `<circle cx="${String(LEGEND_MARGIN + 5)}" cy="${String(y)}" r="5" fill="${colour}"/>`,
      textOf(name, LEGEND_MARGIN + 18, y, `font-size="${String(LEGEND_SIZE)}"`, ink, ground),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}">`,
    `<rect width="100%" height="100%" fill="${ground}"/>`,
    `<g fill="none" stroke-linecap="round">${dotsOf(places, looks, view).join('\n')}</g>`,
    `<g font-family="${FONT}" dominant-baseline="central" stroke-width="3" paint-order="stroke" stroke-linejoin="round">`,
    ...texts,
    ...rows,
    '</g></svg>',
  ].join('\n');
}

function dotsOf(places: PaintedPlaces, looks: PaintedLooks, view: PaintedView): string[] {
  const paths = new Map<string, string[]>();
  for (let index = 0; index < places.x.length; index++) {
    const diameter = (view.pointSize * (looks.size[index] ?? 16)) / 16;
    const { x, y } = toScreen(view.camera, view.size, {
      x: places.x[index] ?? 0,
      y: places.y[index] ?? 0,
    });
    if (looks.rgba[4 * index + 3] !== 0 && isNear(x, y, diameter, view)) {
      const look = `${strokeOf(looks.rgba, index)} stroke-width="${diameter.toFixed(1)}"`;
      const dots = paths.get(look) ?? [];
      dots.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
      paths.set(look, dots);
    }
  }
  return [...paths].map(([look, dots]) => `<path ${look} d="${dots.join('')}"/>`);
}

function isNear(x: number, y: number, reach: number, { size }: PaintedView): boolean {
  return x > -reach && y > -reach && x < size.width + reach && y < size.height + reach;
}

function strokeOf(rgba: Uint8Array, index: number): string {
  const [red = 0, green = 0, blue = 0, opacity = 0] = rgba.subarray(4 * index, 4 * index + 4);
  return `stroke="rgb(${String(red)},${String(green)},${String(blue)})" stroke-opacity="${(opacity / 255).toFixed(2)}"`;
}

function textOf(
  text: string,
  x: number,
  y: number,
  looks: string,
  ink: string,
  ground: string,
): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${looks} fill="${ink}" stroke="${ground}">${escaped(text)}</text>`;
}

/** Names are the text of files: none of it may become markup. Characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function legendY(height: number, rows: number, row: number): number {
  return height - LEGEND_MARGIN - (rows - row - 0.5) * LEGEND_LINE;
}

function groundOf({ ground }: PaintedView): string {
  return `rgb(${ground.join(',')})`;
}
