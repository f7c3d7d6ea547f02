import type { SkipReason } from '../../shared/progress';
import type { TrackId } from '../../shared/records';
import type { FoundFile } from '../scan/find-files';
import type { LibraryStore } from '../store/library-store';
import type { LeftOut } from './left-out';
import type { ProblemList } from './problem-list';
import { isPassing, isSame } from './scan-verdicts';

/** What a scan does with a file: settled already, to be listened to, or to be read first. */
export type Verdict = Settled | 'failed' | 'listen' | 'read';
type Settled = Extract<SkipReason, 'unchanged' | 'left-out' | 'ignored'>;

interface Known {
  readonly store: LibraryStore;
  /** Ids of the bundled models that hear sound. */
  readonly models: readonly string[];
  readonly leftOut: LeftOut;
  readonly problems: ProblemList;
}

/** By its path and its change key, without opening it. */
export function judgeFile(known: Known, file: FoundFile): Verdict {
  const { store } = known;
  const hidden = hiddenAs(known, file);
  if (hidden !== undefined) {
    return hidden;
  }
  const failure = store.failures.get(file.path);
  if (failure !== undefined && isSame(failure, file) && !isPassing(failure)) {
    return 'failed';
  }
  const before = store.files.get(file.path);
  if (before === undefined || !isSame(before, file)) {
    return 'read';
  }
  return judgeTrack(known, before.trackId);
}

/** Why a file is not to be seen whatever becomes of it, if it is not. */
export function hiddenAs(
  { leftOut, problems }: Pick<Known, 'leftOut' | 'problems'>,
  file: Pick<FoundFile, 'path' | 'sizeBytes' | 'mtimeMs'>,
): 'left-out' | 'ignored' | undefined {
  if (leftOut.path(file.path)) {
    return 'left-out';
  }
  return problems.isIgnoredAt(file) ? 'ignored' : undefined;
}

/** By what is known of the song. */
export function judgeTrack({ store, models, leftOut }: Known, id: TrackId): Verdict {
  const track = store.tracks.get(id);
  if (track === undefined) {
    return 'read';
  }
  if (leftOut.tags(track.tags)) {
    return 'left-out';
  }
  // What comes without listening is filled in at opening (fill-heads), and one that is bundled no more is not missed.
  const current = models.every((model) => track.models.includes(model));
  const isHeard = (track.state === 'analysed' && current) || store.next.heard.has(id);
  return isHeard ? 'unchanged' : 'listen';
}
