import { MixedPicture } from './mixed-picture';
import type { Painter } from './painter';
import { fitCanvas } from './painter';

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
  const picture = new MixedPicture((width, height) => new ImageData(width, height));
  return {
    kind: 'canvas',
    setPlaces(places) {
      picture.setPlaces(places);
    },
    setLooks(looks) {
      picture.setLooks(looks);
    },
    paint(view) {
      fitCanvas(canvas, view);
      context.putImageData(picture.of(view, canvas.width, canvas.height), 0, 0);
    },
    destroy() {
      // Nothing but memory is held, and it goes with the painter.
    },
  };
}
