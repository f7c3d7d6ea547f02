import type { Camera, Size } from './camera';

/** Where points are, in the map's units. While a layout gives way to another, `from` is where they were. */
export interface PaintedPlaces {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly fromX: Float32Array;
  readonly fromY: Float32Array;
}

/** How points look, one entry for each. */
export interface PaintedLooks {
  /** Red, green, blue, opacity; 0 to 255. Opacity 0 is not drawn. */
  readonly rgba: Uint8Array;
  /** Relative size in sixteenths: 16 is as large as others. */
  readonly size: Uint8Array;
}

export interface PaintedView {
  readonly camera: Camera;
  readonly size: Size;
  /** Device pixels for a CSS pixel. */
  readonly ratio: number;
  /** Diameter of a point of usual size, in CSS pixels. */
  readonly pointSize: number;
  /** Red, green, blue; 0 to 255. */
  readonly ground: readonly [number, number, number];
  /** How far points have come from where they were: 0 to 1. */
  readonly share: number;
}

/** Draws points on a canvas. All painters draw the same picture. */
export interface Painter {
  readonly kind: 'webgl' | 'canvas';
  setPlaces(places: PaintedPlaces): void;
  setLooks(looks: PaintedLooks): void;
  paint(view: PaintedView): void;
  destroy(): void;
}

/** Gives the canvas as many pixels as it takes of the screen. */
export function fitCanvas(canvas: HTMLCanvasElement, { size, ratio }: PaintedView): void {
  const width = Math.max(1, Math.round(size.width * ratio));
  const height = Math.max(1, Math.round(size.height * ratio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
}
