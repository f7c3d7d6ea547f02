import { create } from 'zustand';
import type { SpaceName } from '../../../electron/shared/records';
import type { Camera } from './camera';
import { WHOLE } from './camera';

/** What was looked at and what was picked then. */
export interface MapMoment {
  readonly space: SpaceName;
  readonly camera: Camera;
  readonly selected: string | null;
  readonly picked: readonly string[];
  readonly kind: 'set' | 'path';
}

interface MapHistory {
  readonly moments: readonly MapMoment[];
  /** Which of them is now; -1 before the first. */
  readonly at: number;
}

const MOST_MOMENTS = 200;

export const useMapHistory = create<MapHistory>(() => ({ moments: [], at: -1 }));

/** Where the map was looked at when it was last on screen. */
export function lastCamera(): Camera {
  const { moments, at } = useMapHistory.getState();
  return moments[at]?.camera ?? WHOLE;
}

/** Adds a moment after the one that is now; what had been gone back from is forgotten. The same again is none. */
export function remember(moment: MapMoment): void {
  useMapHistory.setState(({ moments, at }) => {
    const now = moments[at];
    if (now !== undefined && isSame(now, moment)) {
      return {};
    }
    const kept = [...moments.slice(0, at + 1), moment].slice(-MOST_MOMENTS);
    return { moments: kept, at: kept.length - 1 };
  });
}

/** One moment back (-1) or forward (+1). @returns the moment that is now, or null at the ends. */
export function stepHistory(by: 1 | -1): MapMoment | null {
  const { moments, at } = useMapHistory.getState();
  const moment = moments[at + by];
  if (moment === undefined) {
    return null;
  }
  useMapHistory.setState({ at: at + by });
  return moment;
}

/** A view that moved less than this share of what is seen is the same. */
const SAME_VIEW = 0.03;

function isSame(a: MapMoment, b: MapMoment): boolean {
  const ratio = a.camera.zoom / b.camera.zoom;
  const moved = Math.hypot(a.camera.x - b.camera.x, a.camera.y - b.camera.y) * a.camera.zoom;
  return (
    Math.abs(Math.log(ratio)) < SAME_VIEW &&
    moved < SAME_VIEW &&
    a.space === b.space &&
    a.selected === b.selected &&
    a.picked === b.picked
  );
}
