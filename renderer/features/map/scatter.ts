import createScatterplot from 'regl-scatterplot';
import type { MapColumns } from '../../../electron/shared/records';

/** The map's square is drawn this much smaller than the view, so that no point lies on the edge. */
const CAMERA_DISTANCE = 1.08;

/** Where a point is in the canvas, in CSS pixels. */
export interface PointPlace {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** The side of the canvas that is too near for a name in the middle above the point. */
  readonly edge: 'left' | 'right' | null;
}

/** Half of what a name takes, in CSS pixels. */
const NAME_REACH = 136;

export interface ScatterEvents {
  readonly onHover: (point: PointPlace | null) => void;
  readonly onPick: (index: number) => void;
  /** The view moved: places of points are others now. */
  readonly onView: () => void;
}

/** The one place that knows regl-scatterplot. */
export interface Scatter {
  /** `category` picks a colour of `colours` for each point. */
  draw(layout: MapColumns, category: readonly number[], colours: readonly string[]): Promise<void>;
  /** Moves so that the point is in the middle, with its surroundings. */
  show(index: number): void;
  fit(): void;
  placeOf(index: number): PointPlace | null;
  /** The point under the mouse. */
  readonly hovered: number | null;
  /** The theme changed. */
  repaint(): void;
  destroy(): void;
}

/** @throws Error when the computer offers no WebGL. */
export function createScatter(canvas: HTMLCanvasElement, events: ScatterEvents): Scatter {
  const plot = createScatterplot({
    canvas,
    width: 'auto',
    height: 'auto',
    cameraDistance: CAMERA_DISTANCE,
    deselectOnDblClick: false,
    lassoOnLongPress: false,
    ...themeColours(),
  });
  const hover: { index: number | null } = { index: null };
  listen(plot, hover, events);
  const stopWatching = watchSize(canvas, events.onView);
  return {
    async draw({ x, y }, category, colours) {
      await plot.set({ pointColor: [...colours], colorBy: 'valueA', ...looksFor(x.length) });
      await plot.draw({ x, y, valueA: [...category] }, { zDataType: 'categorical' });
    },
    show(index) {
      void plot.zoomToPoints([index], { padding: 2, transition: true });
    },
    fit() {
      void plot.zoomToOrigin({ transition: true });
    },
    placeOf: (index) => placeOf(plot, index),
    get hovered() {
      return hover.index;
    },
    repaint() {
      void plot.set(themeColours());
    },
    destroy() {
      stopWatching();
      plot.destroy();
    },
  };
}

type Plot = ReturnType<typeof createScatterplot>;

function listen(plot: Plot, hover: { index: number | null }, events: ScatterEvents): void {
  plot.subscribe('pointOver', (index) => {
    hover.index = index;
    events.onHover(placeOf(plot, index));
  });
  plot.subscribe('pointOut', () => {
    hover.index = null;
    events.onHover(null);
  });
  plot.subscribe('select', ({ points: [picked, ...more] }) => {
    if (picked !== undefined && more.length === 0) {
      events.onPick(picked);
    }
    // What is selected is the window's matter (and drawn by it); the same point can be picked again.
    plot.deselect({ preventEvent: true });
  });
  plot.subscribe('view', events.onView);
}

/** A resized canvas has its points in other places once the plot has drawn it. */
function watchSize(canvas: HTMLCanvasElement, act: () => void): () => void {
  const observer = new ResizeObserver(() => {
    requestAnimationFrame(() => requestAnimationFrame(act));
  });
  observer.observe(canvas);
  return () => {
    observer.disconnect();
  };
}

function placeOf(plot: Plot, index: number): PointPlace | null {
  // Before the first points are drawn it would throw.
  const place = index >= 0 && plot.get('isPointsDrawn') ? plot.getScreenPosition(index) : undefined;
  if (place === undefined) {
    return null;
  }
  const [x, y] = place;
  const beyond = x > plot.get('canvas').clientWidth - NAME_REACH ? 'right' : null;
  return { index, x, y, edge: x < NAME_REACH ? 'left' : beyond };
}

/** Few songs are drawn large, many small and more transparent. */
function looksFor(count: number): { pointSize: number; opacity: number } {
  if (count < 300) {
    return { pointSize: 11, opacity: 0.85 };
  }
  if (count < 2_000) {
    return { pointSize: 8, opacity: 0.8 };
  }
  return count < 20_000 ? { pointSize: 5, opacity: 0.7 } : { pointSize: 3, opacity: 0.5 };
}

type Colour = [number, number, number, number];

function themeColours(): {
  backgroundColor: Colour;
  pointColorHover: Colour;
} {
  const colour = (name: string): Colour => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const [red = 0, green = 0, blue = 0] = (
      getComputedStyle(probe).color.match(/[\d.]+/g) ?? []
    ).map(Number);
    probe.remove();
    return [red / 255, green / 255, blue / 255, 1];
  };
  return {
    backgroundColor: colour('--sunken'),
    pointColorHover: colour('--text'),
  };
}
