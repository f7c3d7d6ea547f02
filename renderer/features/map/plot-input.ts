import type { Place } from './camera';
import { panBy } from './camera';
import type { Plot } from './plot';

/** A press that moves less than this is a click, in CSS pixels. */
const CLICK_REACH = 4;
/** Points are found by the mouse this far beside their edge. */
const POINTER_REACH = 5;
const ZOOM_PER_WHEEL_PIXEL = 0.0016;
/** Places of a drawn line nearer to each other than this are one. */
const LINE_STEP = 3;

/** What dragging with the mouse does. */
export type Tool = 'move' | 'lasso' | 'path';

/** A line that is being drawn, or was, in the map's units. */
export interface Trace {
  readonly tool: 'lasso' | 'path';
  readonly line: readonly Place[];
}

export interface InputEvents {
  readonly tool: () => Tool;
  /** Whether a point can be met: hidden ones cannot. */
  readonly accepts: (index: number) => boolean;
  readonly onHover: (index: number | null) => void;
  /** A click on a point, or beside all (null). `extend`: with shift. */
  readonly onPick: (index: number | null, extend: boolean) => void;
  readonly onPlay: (index: number) => void;
  readonly onMenu: (index: number) => void;
  readonly onTrace: (trace: Trace) => void;
  /** The button was let go. `extend`: with shift. */
  readonly onTraceEnd: (trace: Trace, extend: boolean) => void;
}

interface Press {
  readonly at: Place;
  last: Place;
  readonly tool: Tool;
  readonly extend: boolean;
  moved: boolean;
  line: Place[];
}

/**
 * Mouse, pen and touch on the map: dragging moves it, or draws a line with a tool (shift: lasso, alt: path); the wheel zooms.
 * @returns the function that stops listening.
 */
export function followPointer(plot: Plot, events: InputEvents): () => void {
  const { canvas } = plot;
  const stop = new AbortController();
  const { signal } = stop;
  let press: Press | null = null;
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button === 0) {
        canvas.setPointerCapture(event.pointerId);
        press = pressOf(event, events.tool());
      }
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (press === null) {
        events.onHover(pointAt(plot, placeOf(event), events));
      } else {
        drag(plot, press, placeOf(event), events);
      }
    },
    { signal },
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      const ended = press;
      press = null;
      if (ended !== null && event.button === 0) {
        release(plot, ended, events);
      }
    },
    { signal },
  );
  canvas.addEventListener(
    'pointercancel',
    () => {
      press = null;
    },
    { signal },
  );
  listenForActs(plot, events, signal);
  return () => {
    stop.abort();
  };
}

/** What is done without dragging. */
function listenForActs(plot: Plot, events: InputEvents, signal: AbortSignal): void {
  plot.canvas.addEventListener(
    'pointerleave',
    () => {
      events.onHover(null);
    },
    { signal },
  );
  plot.canvas.addEventListener(
    'wheel',
    (event) => {
      turn(plot, event);
    },
    { signal, passive: false },
  );
  plot.canvas.addEventListener(
    'dblclick',
    (event) => {
      const index = pointAt(plot, placeOf(event), events);
      if (index !== null) {
        events.onPlay(index);
      }
    },
    { signal },
  );
  plot.canvas.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
      // The menu key has no place of its own; plot-keys answers it.
      const byMouse = event.button === 2 || event.ctrlKey;
      const index = byMouse ? pointAt(plot, placeOf(event), events) : null;
      if (index !== null) {
        events.onMenu(index);
      }
    },
    { signal },
  );
}

function pressOf(event: PointerEvent, chosen: Tool): Press {
  const at = placeOf(event);
  const modified = event.altKey ? 'path' : event.shiftKey ? 'lasso' : chosen;
  return { at, last: at, tool: modified, extend: event.shiftKey, moved: false, line: [] };
}

function drag(plot: Plot, press: Press, at: Place, { onTrace, onHover }: InputEvents): void {
  if (!press.moved && Math.hypot(at.x - press.at.x, at.y - press.at.y) < CLICK_REACH) {
    return;
  }
  if (!press.moved) {
    press.moved = true;
    onHover(null);
    press.line.push(plot.toMap(press.at));
  }
  if (press.tool === 'move') {
    const by = wholePixels({ x: at.x - press.last.x, y: at.y - press.last.y });
    plot.look(panBy(plot.camera, plot.size, by.x, by.y));
    press.last = { x: press.last.x + by.x, y: press.last.y + by.y };
  } else if (Math.hypot(at.x - press.last.x, at.y - press.last.y) >= LINE_STEP) {
    press.last = at;
    press.line.push(plot.toMap(at));
    onTrace({ tool: press.tool, line: [...press.line] });
  }
}

/** By pixels of the screen: a picture that lies whole ones beside another can be made of it. What is left over comes later. */
function wholePixels({ x, y }: Place): Place {
  const ratio = window.devicePixelRatio;
  return { x: Math.round(x * ratio) / ratio, y: Math.round(y * ratio) / ratio };
}

function release(plot: Plot, { moved, at, tool, line, extend }: Press, events: InputEvents): void {
  if (!moved) {
    events.onPick(pointAt(plot, at, events), extend);
  } else if (tool !== 'move') {
    events.onTraceEnd({ tool, line }, extend);
  }
}

function turn(plot: Plot, event: WheelEvent): void {
  event.preventDefault();
  const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
  plot.zoom(Math.exp(-pixels * ZOOM_PER_WHEEL_PIXEL), placeOf(event));
}

function pointAt(plot: Plot, at: Place, { accepts }: InputEvents): number | null {
  const reach = plot.pointSize / 2 + POINTER_REACH;
  const place = plot.toMap(at);
  const radius = Math.abs(plot.toMap({ x: at.x + reach, y: at.y }).x - place.x);
  const index = plot.index.nearest(place, radius, accepts);
  return index < 0 ? null : index;
}

function placeOf({ offsetX, offsetY }: MouseEvent): Place {
  return { x: offsetX, y: offsetY };
}
