import type { TrackId } from '../../shared/records';
import type { FoundFile } from '../scan/find-files';
import type { LibraryStore } from '../store/library-store';
import type { LeftOut } from './left-out';
import type { ProblemList } from './problem-list';
import { isPassing, isSame } from './scan-verdicts';

/** What a scan does with a file: settled already, to be listened to, or to be read first. */
export type Verdict = 'skipped' | 'failed' | 'listen' | 'read';

interface Known {
  readonly store: LibraryStore;
  /** Ids of the bundled models that hear sound. */
  readonly models: readonly string[];
  readonly leftOut: LeftOut;
  readonly problems: ProblemList;
}

/** By its path and its change key, without opening it. */
export function judgeFile(known: Known, file: FoundFile): Verdict {
  const { store, leftOut, problems } = known;
  if (leftOut.path(file.path) || problems.isIgnoredAt(file)) {
    return 'skipped';
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

/** By what is known of the song. */
export function judgeTrack({ store, models, leftOut }: Known, id: TrackId): Verdict {
  const track = store.tracks.get(id);
  if (track === undefined) {
    return 'read';
  }
  // What comes without listening is filled in at opening (fill-heads), and one that is bundled no more is not missed.
  const current = models.every((model) => track.models.includes(model));
  const isHeard = (track.state === 'analysed' && current) || store.next.heard.has(id);
  const settled = isHeard || leftOut.tags(track.tags);
  return settled ? 'skipped' : 'listen';
}
