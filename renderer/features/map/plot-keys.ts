import { clearPicked } from '../../state/map-selection';
import { select, useView } from '../../state/view';
import type { Place } from './camera';
import { WHOLE } from './camera';
import { useLiveMap } from './live-map';
import type { Plot } from './plot';
import { actOnSong, isModified } from './song-keys';
import { openSongMenu } from './song-menu';

const DIRECTIONS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};
const ZOOM_STEP = 1.4;
/** A song nearer to the edge than this is brought to the middle, in CSS pixels. */
const EDGE = 48;

/**
 * The map by keyboard: arrows go to the nearest song in a direction, Enter plays, the menu key opens the song's menu, S picks
 * more songs, plus, minus and Home look closer, farther and at all.
 * @returns the function that stops listening.
 */
export function followKeys(plot: Plot): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (!isModified(event) && act(plot, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  plot.canvas.addEventListener('keydown', onKey);
  return () => {
    plot.canvas.removeEventListener('keydown', onKey);
  };
}

/** @returns whether the key means something here. */
function act(plot: Plot, { key, shiftKey }: KeyboardEvent): boolean {
  const direction = DIRECTIONS[key];
  if (direction !== undefined) {
    walk(plot, direction);
    return true;
  }
  const { selected } = useView.getState();
  switch (key) {
    case '+':
    case '=':
      plot.zoom(ZOOM_STEP);
      return true;
    case '-':
      plot.zoom(1 / ZOOM_STEP);
      return true;
    case 'Home':
      plot.fly(WHOLE);
      return true;
    case 'Escape':
      clearPicked();
      useLiveMap.setState({ trace: null, walked: null });
      return true;
    case 'F10':
      return shiftKey && selected !== null && openMenu(selected);
    default:
      return selected !== null && actOnSelected(selected, key);
  }
}

function actOnSelected(id: string, key: string): boolean {
  return key === 'ContextMenu' ? openMenu(id) : actOnSong(id, key);
}

function openMenu(id: string): boolean {
  openSongMenu(id);
  return true;
}

/** From the selected song, or from the middle of what is seen. */
function walk(plot: Plot, direction: Place): void {
  const { selected } = useView.getState();
  const from = selected === null ? -1 : plot.ids.indexOf(selected);
  const { index } = plot;
  const next =
    from < 0 || !plot.isShown(from)
      ? index.nearest(plot.camera, Infinity, plot.isShown)
      : index.toward({ x: index.x[from] ?? 0, y: index.y[from] ?? 0 }, direction, plot.isShown);
  const id = plot.ids[next];
  if (id !== undefined) {
    select(id);
    useLiveMap.setState({ walked: next });
    bringIntoSight(plot, next);
  }
}

function bringIntoSight(plot: Plot, point: number): void {
  const place = plot.placeOf(point);
  const { width, height } = plot.size;
  const seen =
    place !== null &&
    place.x > EDGE &&
    place.y > EDGE &&
    place.x < width - EDGE &&
    place.y < height - EDGE;
  if (!seen) {
    plot.fly({
      ...plot.camera,
      x: plot.index.x[point] ?? 0,
      y: plot.index.y[point] ?? 0,
    });
  }
}
