import path from 'node:path';
import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { DuplicateGroup, SongCopy } from '../../shared/ipc/duplicates-contract';
import type { TrackId } from '../../shared/records';
import type { ComparedSong } from '../rank/same-recording';
import { sameRecordings } from '../rank/same-recording';
import type { LibraryStore } from '../store/library-store';
import { alikeSongs } from './alike-songs';
import type { ChannelsOf, Handlers } from './handlers';
import type { LibraryView } from './library-view';
import type { VersionFolds } from './version-folds';

interface DuplicateParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly versions: VersionFolds;
}

/** More groups than a person looks through at once; the count of all is told. */
const MOST_GROUPS = 2_000;
const LOSSLESS = new Set(['FLAC', 'WAV', 'AIF', 'AIFF', 'ALAC']);
/** M4A holds AAC or Apple Lossless; AAC is never made with as many bits. */
const LEAST_LOSSLESS_KBPS = 400;

/** Songs that are there more than once, and where. */
export function duplicateAnswers(parts: DuplicateParts): Handlers<ChannelsOf<'duplicates'>> {
  return {
    'duplicates:list': () => listDuplicates(parts),
    'duplicates:path': ({ id, copy }) => {
      const file = parts.store.pathsOf(id)[copy];
      if (file === undefined) {
        throw new MugleError('file-missing', 'This copy is not there any more.');
      }
      return file;
    },
  };
}

async function listDuplicates(parts: DuplicateParts): Promise<Response<'duplicates:list'>> {
  const { store, view } = parts;
  const alike = await alikeSongs(parts);
  // Looked at afterwards: songs may go while others are compared.
  const present = [...store.tracks.keys()].filter((id) => view.isPresent(id));
  const recordings = joined(sameRecordings(comparedSongs(parts, present)), alike);
  const inRecording = new Set(recordings.flatMap(({ ids }) => ids));
  const groups = [
    ...recordings.map(({ kind, ids }) => groupOf(parts, kind, ids)),
    ...present
      .filter((id) => !inRecording.has(id) && store.pathsOf(id).length > 1)
      .map((id) => groupOf(parts, 'same-sound', [id])),
  ].sort((a, b) => extraIn(b) - extraIn(a));
  return {
    groups: groups.slice(0, MOST_GROUPS),
    total: groups.length,
    extraBytes: groups.reduce((sum, group) => sum + extraIn(group), 0),
  };
}

interface Recording {
  readonly kind: 'same-recording' | 'alike';
  readonly ids: readonly TrackId[];
}

/** Groups of songs that lead to each other by name or by sound. */
function joined(
  named: readonly (readonly TrackId[])[],
  alike: readonly (readonly [TrackId, TrackId])[],
): readonly Recording[] {
  const groups = new Map<TrackId, Recording>();
  for (const ids of named) {
    const group: Recording = { kind: 'same-recording', ids };
    ids.forEach((id) => groups.set(id, group));
  }
  const groupWith = (id: TrackId): Recording => groups.get(id) ?? { kind: 'alike', ids: [id] };
  for (const [a, b] of alike) {
    const [one, other] = [groupWith(a), groupWith(b)];
    if (one !== other) {
      const group: Recording = { kind: 'alike', ids: [...one.ids, ...other.ids] };
      group.ids.forEach((id) => groups.set(id, group));
    }
  }
  return [...new Set(groups.values())];
}

function* comparedSongs(
  { store }: DuplicateParts,
  ids: readonly TrackId[],
): Generator<ComparedSong> {
  const space = store.space('genre');
  for (const id of ids) {
    const tags = store.tracks.get(id)?.tags;
    if (tags !== undefined) {
      const { title, artist, durationSeconds } = tags;
      yield { id, title, artist, durationSeconds, vector: space?.get(id) };
    }
  }
}

function groupOf(
  { store }: DuplicateParts,
  kind: DuplicateGroup['kind'],
  ids: readonly TrackId[],
): DuplicateGroup {
  const copies = ids.flatMap((id) => copiesOf(store, id));
  const [best] = [...copies].sort(byQuality);
  const all = ids.flatMap((id) => store.tracks.get(id)?.tags ?? []);
  // Of copies without tags the titles are file names.
  const tags = all.find(({ artist }) => artist !== '') ?? all[0];
  return {
    kind,
    title: tags?.title ?? '',
    artist: tags?.artist ?? '',
    copies: copies.map((copy) => ({ ...copy, best: copy === best })),
  };
}

function copiesOf(store: LibraryStore, id: TrackId): SongCopy[] {
  const seconds = store.tracks.get(id)?.tags.durationSeconds ?? 0;
  return store.pathsOf(id).map((file, copy) => {
    const sizeBytes = store.files.get(file)?.sizeBytes ?? 0;
    const kbps = seconds > 0 ? (sizeBytes * 8) / 1000 / seconds : null;
    const format = path.extname(file).slice(1).toUpperCase();
    const lossless =
      LOSSLESS.has(format) || (format === 'M4A' && (kbps ?? 0) >= LEAST_LOSSLESS_KBPS);
    return { id, copy, path: file, format, lossless, sizeBytes, kbps, best: false };
  });
}

/** The best first; a stable sort leaves what was there first before what is as good. */
function byQuality(a: SongCopy, b: SongCopy): number {
  // A cover in one of two files of the same sound is no better sound.
  const bits = a.id === b.id || a.lossless ? 0 : (b.kbps ?? 0) - (a.kbps ?? 0);
  return Number(b.lossless) - Number(a.lossless) || bits;
}

function extraIn({ copies }: DuplicateGroup): number {
  return copies.reduce((sum, { best, sizeBytes }) => sum + (best ? 0 : sizeBytes), 0);
}
