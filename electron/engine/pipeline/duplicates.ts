import path from 'node:path';
import { MugleError } from '../../shared/errors';
import type { Response } from '../../shared/ipc/contract';
import type { DuplicateGroup, SongCopy } from '../../shared/ipc/duplicates-contract';
import type { TrackId } from '../../shared/records';
import { recordingName } from '../rank/same-recording';
import type { LibraryStore } from '../store/library-store';
import type { ChannelsOf, Handlers } from './handlers';
import type { LibraryView } from './library-view';
import { RecordingSearch } from './recording-search';
import { Turns } from './turns';
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
export function duplicateAnswers(
  parts: DuplicateParts,
  search = new RecordingSearch(parts),
): Handlers<ChannelsOf<'duplicates'>> {
  return {
    'duplicates:list': () => listDuplicates(parts, search),
    'duplicates:path': ({ id, copy }) => {
      const file = parts.store.pathsOf(id)[copy];
      if (file === undefined) {
        throw new MugleError('file-missing', 'This copy is not there any more.');
      }
      return file;
    },
  };
}

async function listDuplicates(
  parts: DuplicateParts,
  search: RecordingSearch,
): Promise<Response<'duplicates:list'>> {
  const { store, view } = parts;
  const turns = new Turns();
  const groups: DuplicateGroup[] = [];
  const inRecording = new Set<TrackId>();
  for (const found of (await search.look()).groups) {
    // Songs may go while others are compared.
    const ids = found.filter((id) => view.isPresent(id));
    if (ids.length > 1) {
      groups.push(groupOf(parts, kindOf(parts, ids), ids));
      ids.forEach((id) => inRecording.add(id));
    }
    await turns.rest();
  }
  for (const id of store.tracks.keys()) {
    if (!inRecording.has(id) && store.pathsOf(id).length > 1 && view.isPresent(id)) {
      groups.push(groupOf(parts, 'same-sound', [id]));
    }
    await turns.rest();
  }
  const extras = Float64Array.from(groups, extraIn);
  return {
    groups: largestOf(groups, extras),
    total: groups.length,
    extraBytes: extras.reduce((sum, extra) => sum + extra, 0),
  };
}

/** The groups with the most in extra copies, these first. Only those that are shown are sorted one by one. */
function largestOf(groups: readonly DuplicateGroup[], extras: Float64Array): DuplicateGroup[] {
  const least = extras.slice().sort().at(-MOST_GROUPS) ?? 0;
  return groups
    .map((group, at) => ({ group, extra: extras[at] ?? 0 }))
    .filter(({ extra }) => extra >= least)
    .sort((a, b) => b.extra - a.extra)
    .slice(0, MOST_GROUPS)
    .map(({ group }) => group);
}

/** Of one title and artist, or only about as long and sounding the same. */
function kindOf({ store }: DuplicateParts, ids: readonly TrackId[]): DuplicateGroup['kind'] {
  const names = ids.map((id) => {
    const track = store.tracks.get(id);
    return track === undefined ? '' : recordingName(track.tags);
  });
  const [first = ''] = names;
  return first !== '' && names.every((name) => name === first) ? 'same-recording' : 'alike';
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
