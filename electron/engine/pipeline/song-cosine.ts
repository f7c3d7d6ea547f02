import { packedDot } from '../../shared/packed-rows';
import type { SpaceName, TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';

/** The cosine of two songs in a space; undefined where it does not know both. */
export function songCosine(
  store: LibraryStore,
  name: SpaceName,
  a: TrackId,
  b: TrackId,
): number | undefined {
  const space = store.space(name);
  const [row, other] = [space?.rowOf(a), space?.rowOf(b)];
  return space === undefined || row === undefined || other === undefined
    ? undefined
    : packedDot(space, row, other);
}
