import i18next from 'i18next';
import { assertNever } from '../../../electron/shared/errors';
import type { Response } from '../../../electron/shared/ipc/contract';
import { invoke } from '../../api/api';
import { useLibrary } from '../../state/library';
import { openPath, openRadio } from '../../state/made-lists';
import { report } from '../../state/notices';
import { enqueue, play, playQueue } from '../../state/player';
import { addToPlaylist, createPlaylist, removeMarked } from '../../state/playlists';
import { openSimilar } from '../../state/similar';
import { select, showOnMap, useView } from '../../state/view';

interface Among {
  /** All that are selected with it, itself included; only it when left out. */
  readonly chosen?: readonly string[];
  /** They stand in the open list, and can be taken out of it. */
  readonly inOpenList?: boolean;
}

type Choice = Exclude<Response<'track:menu'>, null>;

/**
 * Opens the native menu of a song, or of several, and does what was picked.
 * @param list the songs it stands among, for next and previous once it plays.
 */
export async function openTrackMenu(
  id: string,
  list: readonly string[],
  { chosen = [id], inOpenList = false }: Among = {},
): Promise<void> {
  if (!useView.getState().marked.has(id)) {
    select(id);
  }
  try {
    const analysed = useLibrary.getState().tracks.get(id)?.state === 'analysed';
    const choice = await invoke('track:menu', { id, analysed, songs: chosen.length, inOpenList });
    if (choice !== null) {
      await act(choice, { id, list, chosen });
    }
  } catch (thrown) {
    report(thrown);
  }
}

async function act(
  choice: Choice,
  {
    id,
    list,
    chosen,
  }: { readonly id: string; readonly list: readonly string[]; readonly chosen: readonly string[] },
): Promise<void> {
  if (typeof choice === 'object') {
    await addToPlaylist(choice.addTo, chosen);
    return;
  }
  switch (choice) {
    case 'play':
      if (chosen.length > 1) {
        playQueue(chosen);
      } else {
        play(id, list);
      }
      break;
    case 'enqueue':
      enqueue(chosen);
      break;
    case 'find-similar':
      await openSimilar(id);
      break;
    case 'show-on-map':
      showOnMap(id);
      break;
    case 'radio':
      await openRadio(id);
      break;
    case 'path':
      await openPath(chosen[0] ?? id, chosen[1] ?? id);
      break;
    case 'new-playlist':
      await createPlaylist(i18next.t('playlists.new-name'), chosen);
      break;
    case 'remove':
      await removeMarked();
      break;
    default:
      assertNever(choice);
  }
}
