import { invoke } from '../api/api';
import { report } from './notices';

/** What is being dragged within the window. */
export interface Dragged {
  readonly ids: readonly string[];
  /** It comes from the list that is open, and is moved where it is dropped there again. */
  readonly fromOpenList: boolean;
}

/** Lets the window tell a drag of its own songs from files of other programs. */
const OWN_TYPE = 'application/x-ok-mugle-songs';

let dragged: Dragged | null = null;

interface DragStart {
  readonly altKey: boolean;
  readonly dataTransfer: DataTransfer;
  preventDefault(): void;
}

/**
 * Begins to drag songs: onto playlists, or with Alt out of the window into other programs, as files.
 * To be called from a drag-start event.
 */
export function startDrag(event: DragStart, what: Dragged): void {
  if (event.altKey) {
    event.preventDefault();
    dragOut(what.ids);
    return;
  }
  dragged = what;
  event.dataTransfer.setData(OWN_TYPE, String(what.ids.length));
  event.dataTransfer.effectAllowed = 'copyMove';
}

/** Drags the files of songs into another program; main knows where they lie. */
export function dragOut(ids: readonly string[]): void {
  invoke('songs:drag-out', { ids: [...ids] }).catch(report);
}

/** The songs that are over the window, or null when it is something else. */
export function draggedOver({
  dataTransfer,
}: {
  readonly dataTransfer: DataTransfer;
}): Dragged | null {
  return dataTransfer.types.includes(OWN_TYPE) ? dragged : null;
}

export function endDrag(): void {
  dragged = null;
}
