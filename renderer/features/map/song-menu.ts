import { useMapSelection } from '../../state/map-selection';
import { openTrackMenu } from '../tracks/track-menu';
import { listOrder } from './list-order';

/** Opens the menu of a song of the map; that of one of the picked songs is the menu of all of them. */
export function openSongMenu(id: string): void {
  const { ids } = useMapSelection.getState();
  void openTrackMenu(id, listOrder(), { chosen: ids.includes(id) ? ids : [id] });
}
