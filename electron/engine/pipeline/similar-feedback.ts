import type { Request } from '../../shared/ipc/contract';
import type { SimilarQuery } from '../../shared/ipc/similar-contract';
import type { TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { LibraryView } from './library-view';

/** What a person said of the songs like one, the latest last. */
export interface Feedback {
  readonly more: readonly TrackId[];
  readonly less: readonly TrackId[];
}

export const NOTHING_SAID: Feedback = { more: [], less: [] };

/** Each song that was said something of costs a look at every vector of the library; the one said longest ago makes room. */
const MOST_SAID = 16;

interface FeedbackParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
}

/** What was said of the list that a query asks for; only lists of one song are talked about. */
export function feedbackOn({ store, view }: FeedbackParts, query: SimilarQuery): Feedback {
  const [only, ...others] = query.kind === 'songs' ? query.ids : [];
  if (only === undefined || others.length > 0) {
    return NOTHING_SAID;
  }
  const said = store.feedback.of(only).filter(({ song }) => view.isListed(song));
  const songs = (wanted: boolean): TrackId[] =>
    said.filter(({ isMore }) => isMore === wanted).map(({ song }) => song);
  return { more: songs(true), less: songs(false) };
}

/** Notes what a person says of a song in the list of another. @throws MugleError `track-unknown` */
export function say(
  { store, view, saveNow }: FeedbackParts & { readonly saveNow: () => void },
  { query, song, say: what }: Request<'similar:say'>,
): void {
  for (const id of [query, song]) {
    view.stored(id);
  }
  if (what === 'nothing') {
    store.feedback.delete(query, song);
  } else {
    const isMore = what === 'more';
    store.feedback.put({ query, song, isMore, at: Date.now() });
    const same = store.feedback.of(query).filter((each) => each.isMore === isMore);
    for (const { song: old } of same.slice(0, -MOST_SAID)) {
      store.feedback.delete(query, old);
    }
  }
  saveNow();
}
