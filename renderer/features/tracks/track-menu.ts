import { assertNever } from '../../../electron/shared/errors';
import { invoke } from '../../api/api';
import { useLibrary } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilar } from '../../state/similar';
import { select, showOnMap } from '../../state/view';

/**
 * Opens the native menu of a song and does what was picked.
 * @param list the songs it stands among, for next and previous once it plays.
 */
export async function openTrackMenu(id: string, list: readonly string[]): Promise<void> {
  select(id);
  try {
    const analysed = useLibrary.getState().tracks.get(id)?.state === 'analysed';
    const choice = await invoke('track:menu', { id, analysed });
    switch (choice) {
      case 'play':
        play(id, list);
        break;
      case 'find-similar':
        await openSimilar(id);
        break;
      case 'show-on-map':
        showOnMap(id);
        break;
      case null:
        break;
      default:
        assertNever(choice);
    }
  } catch (thrown) {
    report(thrown);
  }
}
