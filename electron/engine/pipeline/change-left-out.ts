import type { Excludes } from '../../shared/excludes';
import type { LibraryStore } from '../store/library-store';
import type { LeftOut } from './left-out';
import type { LibraryView } from './library-view';

/** Lets other rules hold: what they leave out goes from the rows at once, what they no longer do comes back at once. */
export async function changeLeftOut(
  store: LibraryStore,
  view: LibraryView,
  leftOut: LeftOut,
  rules: Excludes,
): Promise<void> {
  const ids = [...store.tracks.keys()];
  const before = ids.map((id) => view.isListed(id));
  leftOut.set(rules);
  ids.forEach((id, index) => {
    if (view.isListed(id) !== before[index]) {
      view.touch(id);
    }
  });
  await store.flush();
}
