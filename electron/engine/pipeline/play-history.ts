import type { PlayKind } from '../../shared/ipc/plays-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { ChannelsOf, Handlers } from './handlers';
import type { LibraryView } from './library-view';

interface HistoryParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  /** What a person did is to be saved now. */
  readonly saveNow: () => void;
}

/** What was played and skipped. */
export function playAnswers(parts: HistoryParts): Handlers<ChannelsOf<'plays'>> {
  return {
    'plays:note': ({ id, kind }) => {
      notePlay(parts, id, kind, Date.now());
      return true;
    },
    'plays:forget': () => forgetPlays(parts),
  };
}

/** @param now milliseconds since the epoch @throws MugleError `track-unknown` */
function notePlay(
  { store, view, saveNow }: HistoryParts,
  id: TrackId,
  kind: PlayKind,
  now: number,
): void {
  view.stored(id);
  const { plays, skips, lastPlayed } = store.plays.byId.get(id) ?? {
    plays: 0,
    skips: 0,
    lastPlayed: null,
  };
  store.plays.put(
    kind === 'played'
      ? { id, plays: plays + 1, skips, lastPlayed: now }
      : { id, plays, skips: skips + 1, lastPlayed },
  );
  view.touch(id);
  saveNow();
}

function forgetPlays({ store, view, saveNow }: HistoryParts): number {
  const ids = [...store.plays.byId.keys()];
  for (const id of ids) {
    store.plays.delete(id);
    view.touch(id);
  }
  saveNow();
  return ids.length;
}
