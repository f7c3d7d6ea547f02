import type { SpaceName, TrackId } from '../../shared/records';
import { alikeSounds } from '../rank/alike-sounds';
import { DURATION_TOLERANCE, LEAST_COSINE } from '../rank/same-recording';
import { dotOf } from '../rank/song-space';
import { SAME_SOUND } from '../rank/versions';
import type { LibraryStore } from '../store/library-store';
import type { LibraryView } from './library-view';
import { Turns } from './turns';
import type { VersionFolds } from './version-folds';

interface AlikeParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly versions: VersionFolds;
}

/** Copies of one recording are at least so near in the melody space, where other songs never come close (docs/benchmarks.md). */
const SAME_TUNE = 0.85;

type Pair = readonly [TrackId, TrackId];

/**
 * Pairs of songs that are about as long and sound the same, whatever they are called: by melody and not far apart in genre, which tells a
 * copy from another rendering; by genre alone, as versions are told, where a melody is not known. Not those of which a person
 * said that they are not the same.
 */
export async function alikeSongs(parts: AlikeParts): Promise<readonly Pair[]> {
  const { store, view, versions } = parts;
  const found = new Map<string, Pair>();
  const add = (pairs: readonly Pair[]): void => {
    pairs.forEach((pair) => found.set(pair.join(' '), pair));
  };
  add(await pairsIn(parts, 'melody', SAME_TUNE));
  const melody = store.space('melody');
  const isTold = (id: TrackId): boolean => melody?.rowOf(id) !== undefined;
  if (![...store.tracks.keys()].every(isTold)) {
    add((await pairsIn(parts, 'genre', SAME_SOUND)).filter((pair) => !pair.every(isTold)));
  }
  // Rows may have moved meanwhile, as songs came and went: what was found is looked at once more.
  return [...found.values()].filter(([a, b]) => {
    const byTune = cosineIn(store, 'melody', a, b);
    const bySound = cosineIn(store, 'genre', a, b) ?? -1;
    return (
      view.isPresent(a) &&
      view.isPresent(b) &&
      (byTune === undefined
        ? bySound >= SAME_SOUND
        : byTune >= SAME_TUNE && bySound >= LEAST_COSINE) &&
      !versions.areApart(a, b)
    );
  });
}

async function pairsIn(
  { store, view }: AlikeParts,
  name: SpaceName,
  cosine: number,
): Promise<readonly Pair[]> {
  const space = store.space(name);
  if (space === undefined) {
    return [];
  }
  const songs = [...store.tracks.values()].flatMap(({ id, tags: { durationSeconds: seconds } }) => {
    const row = space.rowOf(id);
    return row === undefined || seconds === null || !view.isPresent(id)
      ? []
      : [{ id, row, seconds }];
  });
  const found: Pair[] = [];
  const turns = new Turns();
  for (const { pairs } of alikeSounds(space, songs, { seconds: DURATION_TOLERANCE, cosine })) {
    for (const [a, b] of pairs) {
      found.push([songs[a]?.id ?? '', songs[b]?.id ?? '']);
    }
    await turns.rest();
  }
  return found;
}

function cosineIn(
  store: LibraryStore,
  name: SpaceName,
  a: TrackId,
  b: TrackId,
): number | undefined {
  const space = store.space(name);
  const [one, other] = [space?.get(a), space?.get(b)];
  return one === undefined || other === undefined ? undefined : dotOf(one, other);
}
