import type { Camera, Place, Size } from './camera';
import { between, toMap, toScreen, WHOLE, zoomAt } from './camera';
import { createCanvasPainter } from './canvas-painter';
import type { PaintedLooks, PaintedPlaces, PaintedView, Painter } from './painter';
import { PointIndex } from './point-index';
import { createWebglPainter } from './webgl-painter';

const MOVE_MS = 500;
/** At least so close is a song that was asked for. */
const CLOSE_ZOOM = 3;
/** Long enough to follow a song with the eye. */
const RELAYOUT_MS = 1_200;

/** Where songs are; the same ids in another layout are the same songs. */
export interface PlotLayout {
  readonly id: readonly string[];
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** What a person sees of the map: points on a canvas, a camera, and the moves between. */
export class Plot {
  readonly canvas: HTMLCanvasElement;
  readonly painter: Painter;
  /** Called after each picture: places of points are others now. */
  readonly #onView: () => void;
  #layout: PlotLayout = { id: [], x: new Float32Array(), y: new Float32Array() };
  #looks: PaintedLooks = { rgba: new Uint8Array(), size: new Uint8Array() };
  #index = new PointIndex(this.#layout.x, this.#layout.y);
  #camera: Camera = WHOLE;
  #flight: { readonly from: Camera; readonly to: Camera; readonly since: number } | null = null;
  #relayout: { readonly places: PaintedPlaces; readonly since: number } | null = null;
  #frame = 0;
  #size: Size = { width: 1, height: 1 };
  readonly #observer: ResizeObserver;
  #ground: readonly [number, number, number] = [255, 255, 255];

  /** @throws Error when the canvas cannot be drawn on in this way. */
  constructor(canvas: HTMLCanvasElement, kind: Painter['kind'], onView: () => void) {
    this.#onView = onView;
    this.canvas = canvas;
    this.painter = kind === 'webgl' ? createWebglPainter(canvas) : createCanvasPainter(canvas);
    this.#observer = new ResizeObserver(() => {
      this.#measure();
    });
    this.#observer.observe(canvas);
    this.#measure();
  }

  get camera(): Camera {
    return this.#camera;
  }

  get size(): Size {
    return this.#size;
  }

  get index(): PointIndex {
    return this.#index;
  }

  get ids(): readonly string[] {
    return this.#layout.id;
  }

  /** Diameter of a point of usual size in CSS pixels: few songs are drawn large, many small, and larger when close. */
  get pointSize(): number {
    const count = this.#layout.id.length;
    const far = count < 300 ? 11 : count < 2_000 ? 8 : count < 20_000 ? 5 : 3;
    return Math.min(16, far * Math.max(1, this.#camera.zoom) ** 0.4);
  }

  /** Shows a layout, and how its songs look. Songs that were in the layout before move from where they were. */
  show(layout: PlotLayout, looks: PaintedLooks): void {
    if (layout !== this.#layout) {
      this.#setLayout(layout);
    }
    this.#looks = looks;
    this.painter.setLooks(looks);
    this.draw();
  }

  /** Whether a point is to be seen. */
  readonly isShown = (index: number): boolean => (this.#looks.rgba[4 * index + 3] ?? 0) > 0;

  #setLayout(layout: PlotLayout): void {
    const before = this.#layout;
    const animated = before.id.length > 0 && layout.id.length > 0 && !prefersStill();
    const places = animated ? movedPlaces(before, layout) : stillPlaces(layout);
    this.#layout = layout;
    this.#index = new PointIndex(layout.x, layout.y);
    this.#relayout = animated ? { places, since: performance.now() } : null;
    this.painter.setPlaces(places);
  }

  setGround(ground: readonly [number, number, number]): void {
    this.#ground = ground;
    this.draw();
  }

  /** Looks elsewhere, at once. */
  look(camera: Camera): void {
    this.#flight = null;
    this.#camera = camera;
    this.draw();
  }

  /** Looks elsewhere, by flying there unless the system asks for stillness. */
  fly(to: Camera): void {
    if (prefersStill()) {
      this.look(to);
      return;
    }
    this.#flight = { from: this.#camera, to, since: performance.now() };
    this.draw();
  }

  /** Brings a point to the middle, with its surroundings. */
  flyTo(index: number): void {
    const x = this.#layout.x[index];
    const y = this.#layout.y[index];
    if (x !== undefined && y !== undefined) {
      this.fly({ x, y, zoom: Math.max(CLOSE_ZOOM, this.#camera.zoom) });
    }
  }

  /** Whether the camera or the points are on their way. */
  get isMoving(): boolean {
    return this.#flight !== null || this.#relayout !== null;
  }

  /** Zooms about a place of the canvas, its middle when left out. */
  zoom(factor: number, at: Place = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.look(zoomAt(this.#camera, this.#size, at, factor));
  }

  /** Where a point is in the canvas, in CSS pixels; null when there is no such point. */
  placeOf(index: number): Place | null {
    const x = this.#layout.x[index];
    const y = this.#layout.y[index];
    return x === undefined || y === undefined ? null : this.toScreen({ x, y });
  }

  toScreen(place: Place): Place {
    return toScreen(this.#camera, this.#size, place);
  }

  toMap(place: Place): Place {
    return toMap(this.#camera, this.#size, place);
  }

  /** Whether points are on their way to another layout. */
  get isRelayout(): boolean {
    return this.#relayout !== null;
  }

  /** How the points look now. */
  get looks(): PaintedLooks {
    return this.#looks;
  }

  /** How it is looked at now. */
  get view(): PaintedView {
    return {
      camera: this.#camera,
      size: this.#size,
      ratio: window.devicePixelRatio,
      pointSize: this.pointSize,
      ground: this.#ground,
      share: 1,
    };
  }

  /** Draws with the next frame. */
  draw(): void {
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#paint(now);
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
    this.painter.destroy();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.canvas;
    this.#size = { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
    this.draw();
  }

  #paint(now: number): void {
    const share = this.#shareOfRelayout(now);
    this.#fly(now);
    this.painter.paint({ ...this.view, share });
    if (this.#flight !== null || this.#relayout !== null) {
      this.draw();
    }
    this.#onView();
  }

  #shareOfRelayout(now: number): number {
    if (this.#relayout === null) {
      return 1;
    }
    const share = (now - this.#relayout.since) / RELAYOUT_MS;
    if (share >= 1) {
      this.#relayout = null;
      return 1;
    }
    return eased(share);
  }

  #fly(now: number): void {
    if (this.#flight !== null) {
      const { from, to, since } = this.#flight;
      const share = Math.min(1, Math.max(0, (now - since) / MOVE_MS));
      this.#camera = share === 1 ? to : between(from, to, eased(share));
      this.#flight = share === 1 ? null : this.#flight;
    }
  }
}

/** Slow at both ends. */
function eased(share: number): number {
  const held = Math.max(0, share);
  return held * held * (3 - 2 * held);
}

function prefersStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function stillPlaces({ x, y }: PlotLayout): PaintedPlaces {
  return { x, y, fromX: x, fromY: y };
}

/** Songs that are new begin where they will be. */
function movedPlaces(before: PlotLayout, { id, x, y }: PlotLayout): PaintedPlaces {
  const row = new Map(before.id.map((song, index) => [song, index]));
  const origin = (of: Float32Array, now: Float32Array): Float32Array =>
    Float32Array.from(id, (song, index) => {
      const was = row.get(song);
      return (was === undefined ? now[index] : of[was]) ?? 0;
    });
  return { x, y, fromX: origin(before.x, x), fromY: origin(before.y, y) };
}
