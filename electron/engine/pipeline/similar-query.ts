import { MugleError } from '../../shared/errors';
import type { Ranking, SimilarQuery } from '../../shared/ipc/similar-contract';
import { USUAL_WEIGHTS } from '../../shared/ipc/similar-contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { AskedVectors } from '../rank/row-distances';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import type { LibraryView } from './library-view';
import type { Listener } from './listener';
import type { Renewal } from './renewal';
import type { HeardSong } from './worker-protocol';

/** Each song that is compared costs a look at every vector of the library. */
const MOST_COMPARED = 16;

interface QueryParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly listener: Listener;
  readonly renewal: Renewal;
}

/** What a question is about. */
export interface AskedSongs {
  readonly asked: readonly TrackId[];
  readonly minus: readonly TrackId[];
}

/**
 * The songs that a query means: those of it that the library has.
 * @throws MugleError `track-unknown` when it has none of them.
 */
export function songsAsked(
  { store, view }: Pick<QueryParts, 'store' | 'view'>,
  query: Exclude<SimilarQuery, { kind: 'file' }>,
): AskedSongs {
  const known = (ids: readonly TrackId[]): TrackId[] =>
    [...new Set(ids)].filter((id) => view.isListed(id));
  const minus = query.kind === 'passage' ? [] : known(query.minus ?? []);
  if (query.kind === 'songs') {
    const asked = known(query.ids);
    if (asked.length === 0) {
      view.stored(query.ids[0] ?? '');
    }
    return { asked, minus };
  }
  if (query.kind === 'playlist') {
    return { asked: songsOfPlaylist({ store, view }, query.of), minus };
  }
  const one = view.stored(query.of);
  return {
    asked: query.kind === 'passage' ? [one.id] : songsOfOne({ store, view }, one, query.kind),
    minus,
  };
}

/** All songs of the library on the album, or by the artist, that a song names. */
function songsOfOne(
  { store, view }: Pick<QueryParts, 'store' | 'view'>,
  one: StoredTrack,
  kind: 'album' | 'artist',
): readonly TrackId[] {
  const keyOf = kind === 'album' ? albumKey : artistKey;
  const key = keyOf(one);
  const asked: TrackId[] = [];
  for (const track of store.tracks.values()) {
    // Songs that name no album belong to none.
    if (track.id === one.id || (key !== '' && keyOf(track) === key && view.isListed(track.id))) {
      asked.push(track.id);
    }
  }
  return asked;
}

function songsOfPlaylist(
  { store, view }: Pick<QueryParts, 'store' | 'view'>,
  id: string,
): readonly TrackId[] {
  const playlist = store.playlists.byId.get(id);
  if (playlist?.deletedAt !== null) {
    throw new MugleError(
      'playlist-unknown',
      `There is no playlist ${id}. It may have been deleted.`,
    );
  }
  const asked = [...new Set(playlist.trackIds)].filter((song) => view.isListed(song));
  if (asked.length === 0) {
    throw new MugleError(
      'track-unknown',
      `The playlist ${playlist.name} has no song that is in the library. Add some to it first.`,
    );
  }
  return asked;
}

/** Says which artist a song is by, whatever the case; '' when it does not say. */
export function artistKey({ tags }: Pick<StoredTrack, 'tags'>): string {
  return (tags.artist || tags.albumArtist).normalize('NFKC').toLowerCase();
}

/** Says which album a song is on; '' when it does not say. */
export function albumKey({ tags }: Pick<StoredTrack, 'tags'>): string {
  return tags.album === '' ? '' : `${tags.album}\n${tags.albumArtist}`.toLowerCase();
}

/** The spaces a ranking may look at; Balanced leaves out those without weight. */
export function spacesOf(ranking: Ranking): readonly SpaceName[] {
  if (ranking.by === 'space') {
    return [ranking.space];
  }
  const spaces = SPACES.filter((space) => weightOf(ranking, space) > 0);
  if (spaces.length === 0) {
    throw new MugleError('bad-request', 'At least one space must have some weight.');
  }
  return spaces;
}

/** How much a space counts in a ranking. */
export function weightOf(ranking: Ranking, space: SpaceName): number {
  return ranking.by === 'balanced' ? (ranking.weights?.[space] ?? USUAL_WEIGHTS[space]) : 1;
}

/**
 * The songs that the library is compared with: of many a choice, the same each time. When none was listened to yet, the
 * first one is listened to now.
 * @throws MugleError `not-analysed`, or why the song could not be listened to.
 */
export async function songsCompared(
  parts: QueryParts,
  { asked }: AskedSongs,
  spaces: readonly SpaceName[],
): Promise<readonly TrackId[]> {
  const { store } = parts;
  const known = (): readonly TrackId[] => chosenOf(store, asked, spaces);
  let heard = known();
  if (heard.length === 0 && store.next.heard.has(asked[0] ?? '')) {
    throw parts.renewal.notYet();
  }
  // Listening says nothing of lists.
  if (heard.length === 0 && spaces.some((space) => space !== 'playlist')) {
    await listenTo(parts, asked[0] ?? '');
    heard = known();
  }
  if (heard.length === 0) {
    throw store.next.heard.has(asked[0] ?? '') ? parts.renewal.notYet() : notInSpaces(spaces);
  }
  return heard;
}

/** The songs of those asked about that a list is compared with: of many a choice, the same each time. */
export function chosenOf(
  store: LibraryStore,
  asked: readonly TrackId[],
  spaces: readonly SpaceName[],
): readonly TrackId[] {
  const heard = asked.filter((id) => isHeard(store, id, spaces));
  // Ids are hashes: the first ones are a draw, and the same one each time.
  return heard.length > MOST_COMPARED ? heard.sort().slice(0, MOST_COMPARED) : heard;
}

/**
 * Whether a song has a vector that it can be compared by. One that is only known from lists is still to be listened to, unless
 * only lists are asked about.
 */
export function isHeard(store: LibraryStore, id: TrackId, spaces: readonly SpaceName[]): boolean {
  const audible = spaces.filter((space) => space !== 'playlist');
  return (audible.length > 0 ? audible : spaces).some(
    (space) => store.space(space)?.get(id) !== undefined,
  );
}

/** What to say of a song without a vector in any of these spaces. */
export function notInSpaces(spaces: readonly SpaceName[], path?: string): MugleError {
  const where = path === undefined ? {} : { path };
  return spaces.every((space) => space === 'playlist')
    ? new MugleError(
        'not-in-lists',
        'This song has no place among the lists: nothing was learned from them since it came. Learn from lists (mugle playlist learn), then ask again.',
        where,
      )
    : new MugleError(
        'not-analysed',
        `There is no ${spaces.join(' or ')} vector for this song: no bundled model fills that space.`,
        { stage: 'embed', ...where },
      );
}

async function listenTo({ view, listener }: QueryParts, id: TrackId): Promise<void> {
  // Asked for, so that a song whose file was deleted says so.
  view.path(id);
  const outcome = await listener.listen(id, { urgent: true });
  if (outcome.kind === 'failed' || outcome.kind === 'unavailable') {
    throw outcome.error;
  }
}

/** The vectors that some songs have, by space; spaces without any are left out. */
export function vectorsOf(
  store: LibraryStore,
  compared: readonly TrackId[],
  minus: readonly TrackId[],
  more: readonly TrackId[] = [],
): ReadonlyMap<SpaceName, AskedVectors> {
  const found = new Map<SpaceName, AskedVectors>();
  for (const name of SPACES) {
    const space = store.space(name);
    // Copies: the memory they lie in may move while statistics are waited for.
    const of = (ids: readonly TrackId[]): Float32Array[] =>
      ids.flatMap((id) => space?.get(id)?.slice() ?? []);
    const plus = of(compared);
    if (plus.length > 0) {
      found.set(name, { plus, minus: of(minus), more: of(more) });
    }
  }
  return found;
}

/** The vectors of a song that was just listened to. */
export function vectorsHeard({
  vectors,
}: Pick<HeardSong, 'vectors'>): ReadonlyMap<SpaceName, AskedVectors> {
  return new Map(
    SPACES.flatMap((space): [SpaceName, AskedVectors][] => {
      const vector = vectors[space];
      return vector === undefined ? [] : [[space, { plus: [vector], minus: [] }]];
    }),
  );
}
