import i18next from 'i18next';
import { MugleError } from '../../../electron/shared/errors';
import type { Response } from '../../../electron/shared/ipc/contract';
import { MOST_ASKED } from '../../../electron/shared/ipc/similar-contract';
import { invoke } from '../../api/api';
import { useLibrary } from '../../state/library';
import { openPath, openRadio } from '../../state/made-lists';
import { report } from '../../state/notices';
import { enqueue, play, playQueue } from '../../state/player';
import { addToPlaylist, createPlaylist, removeMarked } from '../../state/playlists';
import { openSimilar, openSimilarTo } from '../../state/similar';
import { addMinus, canBeMinus } from '../../state/minus-songs';
import type { Opinion } from '../../state/similar-feedback';
import { sayOf } from '../../state/similar-feedback';
import { select, showOnMap, useView } from '../../state/view';

interface Among {
  /** All that are selected with it, itself included; only it when left out. */
  readonly chosen?: readonly string[];
  /** They stand in the open list, and can be taken out of it. */
  readonly inOpenList?: boolean;
  /** It stands in the list of songs similar to this one, and can be said something of. */
  readonly similarTo?: string | null;
}

type Choice = Exclude<Response<'track:menu'>, null>;

/**
 * Opens the native menu of a song, or of several, and does what was picked.
 * @param list the songs it stands among, for next and previous once it plays.
 */
export async function openTrackMenu(
  id: string,
  list: readonly string[],
  { chosen = [id], inOpenList = false, similarTo = null }: Among = {},
): Promise<void> {
  if (!useView.getState().marked.has(id)) {
    select(id);
  }
  try {
    const analysed = useLibrary.getState().tracks.get(id)?.state === 'analysed';
    const choice = await invoke('track:menu', {
      id,
      analysed,
      songs: chosen.length,
      inOpenList,
      inSimilar: similarTo !== null,
      // Of a song in the list of another, "less like this" says the same, and is remembered.
      notLike: similarTo === null ? canBeMinus(chosen) : null,
    });
    if (choice !== null) {
      await act(choice, { id, list, chosen, similarTo });
    }
  } catch (thrown) {
    report(thrown);
  }
}

interface Given {
  readonly id: string;
  readonly list: readonly string[];
  readonly chosen: readonly string[];
  readonly similarTo: string | null;
}

type Act = (given: Given) => void | Promise<void>;

const ACTS: Readonly<Record<Extract<Choice, string>, Act>> = {
  play: ({ id, list, chosen }) => {
    if (chosen.length > 1) {
      playQueue(chosen);
    } else {
      play(id, list);
    }
  },
  enqueue: ({ chosen }) => {
    enqueue(chosen);
  },
  'find-similar': ({ id, chosen }) =>
    chosen.length > 1
      ? openSimilarTo({ kind: 'songs', ids: chosen.slice(0, MOST_ASKED) })
      : openSimilar(id),
  'show-on-map': ({ id }) => {
    showOnMap(id);
  },
  radio: ({ id }) => openRadio(id),
  path: ({ id, chosen: [from = id, to = id] }) => openPath(from, to),
  'new-playlist': ({ chosen }) => createPlaylist(i18next.t('playlists.new-name'), chosen),
  remove: removeMarked,
  'more-like-this': (given) => say(given, 'more'),
  'less-like-this': (given) => say(given, 'less'),
  'not-like-this': ({ chosen }) => addMinus(chosen),
};

async function say({ id, similarTo }: Given, opinion: Opinion): Promise<void> {
  if (similarTo === null) {
    throw new MugleError('internal', 'Only songs of a list of similar ones can be talked about.');
  }
  await sayOf(similarTo, id, opinion);
}

async function act(choice: Choice, given: Given): Promise<void> {
  if (typeof choice === 'object') {
    await addToPlaylist(choice.addTo, given.chosen);
  } else {
    await ACTS[choice](given);
  }
}
