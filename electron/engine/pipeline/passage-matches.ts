import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { TrackId } from '../../shared/records';
import { unitVector } from '../../shared/unit-vector';
import { meanOf } from '../embed/song-patches';
import type { PassagesBySpace } from '../rank/alike-passages';
import { mostAlike, PASSAGE_SPACES } from '../rank/alike-passages';
import { dotOf } from '../rank/song-space';
import type { LibraryStore } from '../store/library-store';
import type { OutsideSongs } from './outside-songs';

type Stretch = NonNullable<Response<'map:audition'>>;
type Match = NonNullable<Response<'similar:why'>['passages']>;

/** As much of a song as one hears to know it again. */
const HEARD_SECONDS = 10;
/**
 * Ten seconds around the two passages of two songs that are most alike, in either space; null when either has none.
 * @param asked may be a song that is not in the library
 */
export async function alikePassages(
  { store, outside }: { readonly store: LibraryStore; readonly outside: OutsideSongs },
  asked: TrackId,
  found: TrackId,
): Promise<Match | null> {
  const heard = await outside.passagesOf(asked);
  const best = mostAlike(
    heard?.passages ?? (await passagesOf(store, asked)),
    await passagesOf(store, found),
  );
  return best === null
    ? null
    : {
        space: best.space,
        asked: around(heard?.durationSeconds ?? lengthOf(store, asked), best.a),
        found: around(lengthOf(store, found), best.b),
        cosine: Math.max(-1, Math.min(1, best.cosine)),
      };
}

async function passagesOf(store: LibraryStore, id: TrackId): Promise<PassagesBySpace> {
  const found = PASSAGE_SPACES.map(
    async (space) => [space, (await store.passages.of([id], space)).get(id) ?? []] as const,
  );
  return Object.fromEntries(await Promise.all(found));
}

/** Ten seconds around the passage that is nearest to the song's own vector; null when either is not known. */
export async function typicalStretch(store: LibraryStore, id: TrackId): Promise<Stretch | null> {
  const passages = (await store.passages.of([id], 'genre')).get(id) ?? [];
  const own = store.space('genre')?.get(id);
  if (own === undefined || passages.length === 0) {
    return null;
  }
  const cosines = passages.map(({ vector }) => dotOf(vector, own));
  const best = passages[cosines.indexOf(Math.max(...cosines))];
  return best === undefined ? null : around(lengthOf(store, id), best.seconds);
}

/**
 * What is heard in a stretch of a song: the mean of the passages whose middles are in it, or else the nearest one; length 1.
 * @throws MugleError `not-analysed` when the song was last heard before passages were kept.
 */
export async function passageVector(
  store: LibraryStore,
  { of, from, to }: Stretch & { readonly of: TrackId },
): Promise<Float32Array> {
  const passages = (await store.passages.of([of], 'genre')).get(of) ?? [];
  const middle = (from + to) / 2;
  const [nearest] = [...passages].sort(
    (a, b) => Math.abs(a.seconds - middle) - Math.abs(b.seconds - middle),
  );
  if (nearest === undefined) {
    throw new MugleError(
      'not-analysed',
      'The passages of this song are not known yet: it was listened to by an earlier version. Scan again, and it is heard anew.',
      { stage: 'store' },
    );
  }
  const within = passages.filter(({ seconds }) => seconds >= from && seconds <= to);
  const meant = within.length === 0 ? [nearest] : within;
  const mean = meanOf(meant.map(({ vector }) => vector));
  return unitVector(mean) ?? mean;
}

/** As much of a song of this length as fits, with `seconds` as near to its middle as the ends of the song allow. */
function around(length: number, seconds: number): Stretch {
  const from = Math.max(0, Math.min(seconds - HEARD_SECONDS / 2, length - HEARD_SECONDS));
  return { from, to: Math.min(from + HEARD_SECONDS, Math.max(length, from)) };
}

/** In seconds; without an end where it is not known. */
function lengthOf(store: LibraryStore, id: TrackId): number {
  return store.tracks.get(id)?.tags.durationSeconds ?? Number.POSITIVE_INFINITY;
}
