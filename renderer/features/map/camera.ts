/** The map's square is drawn this much smaller than the view, so that no point lies on the edge. */
const MARGIN = 1.08;
export const LEAST_ZOOM = 0.4;
/** Past this, 32-bit places of points begin to shake. */
export const MOST_ZOOM = 4_000;

/** What is looked at: the middle of the view in the map's own units ([-1, 1]), and how large; at zoom 1 the square just fits. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Of the canvas, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The whole map. */
export const WHOLE: Camera = { x: 0, y: 0, zoom: 1 };

/** CSS pixels for one unit of the map. */
export function scaleOf({ zoom }: Camera, { width, height }: Size): number {
  return (zoom * Math.min(width, height)) / 2 / MARGIN;
}

/** Where a place of the map is in the canvas, in CSS pixels; the map's y goes up. */
export function toScreen(camera: Camera, size: Size, { x, y }: Place): Place {
  const scale = scaleOf(camera, size);
  return {
    x: size.width / 2 + (x - camera.x) * scale,
    y: size.height / 2 - (y - camera.y) * scale,
  };
}

/** The inverse of `toScreen`. */
export function toMap(camera: Camera, size: Size, { x, y }: Place): Place {
  const scale = scaleOf(camera, size);
  return {
    x: camera.x + (x - size.width / 2) / scale,
    y: camera.y - (y - size.height / 2) / scale,
  };
}

/** Moves the picture by CSS pixels; its middle stays within the map's square. */
export function panBy(camera: Camera, size: Size, dx: number, dy: number): Camera {
  const scale = scaleOf(camera, size);
  return held({ ...camera, x: camera.x - dx / scale, y: camera.y + dy / scale });
}

/** Zooms so that what is at this place of the canvas stays there. */
export function zoomAt(camera: Camera, size: Size, at: Place, factor: number): Camera {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, camera.zoom * factor));
  const fixed = toMap(camera, size, at);
  const scale = scaleOf({ ...camera, zoom }, size);
  return held({
    zoom,
    x: fixed.x - (at.x - size.width / 2) / scale,
    y: fixed.y + (at.y - size.height / 2) / scale,
  });
}

/** Part of the way from one view to another; zoom goes by ratio, as eyes do. `share` from 0 to 1. */
export function between(from: Camera, to: Camera, share: number): Camera {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    zoom: from.zoom * (to.zoom / from.zoom) ** share,
  };
}

function held({ x, y, zoom }: Camera): Camera {
  const hold = (value: number): number => Math.min(1, Math.max(-1, value));
  return { x: hold(x), y: hold(y), zoom };
}
