import { create } from 'zustand';
import type { Place } from './camera';
import type { Plot } from './plot';
import type { Tool, Trace } from './plot-input';

interface LiveMap {
  /** Null while there is nothing to draw on. */
  readonly plot: Plot | null;
  /** Counts the pictures: places on the screen are others with each. */
  readonly picture: number;
  /** The point under the mouse. */
  readonly hover: number | null;
  /** The point that was last gone to by keyboard, until the mouse points at one. */
  readonly walked: number | null;
  /** The song that is being auditioned. */
  readonly sounding: string | null;
  readonly tool: Tool;
  /** The line of the lasso or the path. */
  readonly trace: Trace | null;
}

const EMPTY: LiveMap = {
  plot: null,
  picture: 0,
  hover: null,
  walked: null,
  sounding: null,
  tool: 'move',
  trace: null,
};

/** What moves with the mouse and the camera; only what is drawn on the map follows it. */
export const useLiveMap = create<LiveMap>(() => EMPTY);

/** Where a point is on the screen at this picture; null when it is not on the map. */
export function usePlace(index: number): Place | null {
  const plot = useLiveMap((state) => state.plot);
  useLiveMap((state) => state.picture);
  return index < 0 ? null : (plot?.placeOf(index) ?? null);
}

export function forgetLiveMap(): void {
  useLiveMap.setState(EMPTY);
}

/** Says that the picture is another one. */
export function countPicture(): void {
  useLiveMap.setState(({ picture }) => ({ picture: picture + 1 }));
}

/**
 * Does something whenever the picture has stayed the same for a while, the first time without its having moved.
 * @param restMs milliseconds
 * @returns what ends that.
 */
export function whenViewRests(restMs: number, act: () => void): () => void {
  let timer: number | undefined;
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, restMs);
  };
  later();
  const release = useLiveMap.subscribe(({ picture }, before) => {
    if (picture !== before.picture) {
      later();
    }
  });
  return () => {
    window.clearTimeout(timer);
    release();
  };
}
