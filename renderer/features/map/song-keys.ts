import { togglePicked } from '../../state/map-selection';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilar } from '../../state/similar';
import { listOrder } from './list-order';

/**
 * What a key does with a song, be it met as a point or in the list: Enter plays it, S picks it or lets it go.
 * @returns whether the key means something here.
 */
export function actOnSong(id: string, key: string): boolean {
  switch (key) {
    case 'Enter':
      play(id, listOrder());
      openSimilar(id).catch(report);
      return true;
    case 's':
    case 'S':
      togglePicked(id);
      return true;
    default:
      return false;
  }
}

/** Whether a key is held that makes others mean something else. */
export function isModified(event: {
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}
