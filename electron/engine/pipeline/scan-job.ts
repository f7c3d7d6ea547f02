import os from 'node:os';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type { Ledger, Phase } from '../../shared/progress';
import type { TrackId } from '../../shared/records';
import type { FoundFile } from '../scan/find-files';
import type { LibraryStore } from '../store/library-store';
import type { FileReader } from './file-reader';
import type { Finding, ScanTarget } from './find-targets';
import { findTargets } from './find-targets';
import { folderSilent, isUnder } from './folders';
import { forEachLimited, take } from './for-each-limited';
import type { Job } from './job-board';
import { StoppedJob } from './job-board';
import type { LibraryView } from './library-view';
import type { LeftOut } from './left-out';
import type { Listener } from './listener';
import type { ListeningControl } from './listening-control';
import type { ProblemList } from './problem-list';
import type { Verdict } from './judge-file';
import { judgeFile, judgeTrack } from './judge-file';
import { isPassing, isRecord, isSame } from './scan-verdicts';
import { RootWatch } from './root-watch';
import type { Outcome } from './worker-pool';

export interface ScanContext {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly listener: Listener;
  readonly reader: FileReader;
  /** The ids of the bundled models, sorted: a track made with others is listened to again. */
  readonly models: readonly string[];
  /** How many songs at a time, and whether at all now. */
  readonly control: ListeningControl;
  readonly leftOut: LeftOut;
  readonly problems: ProblemList;
  readonly notice: (error: MugleError) => void;
  /** The store has something to save. */
  readonly changed: () => void;
}

/** The reader takes four at a time; as many wait at its door. */
const READERS = 8;
interface Waiting {
  readonly id: TrackId;
  readonly path: string;
}

/**
 * One scan: find files, read the tags of new and changed ones, listen to what has not been listened to.
 * Every found file ends in exactly one of indexed, failed, skipped.
 */
export class ScanJob {
  readonly #context: ScanContext;
  readonly #targets: ScanTarget[];
  /** Waiting to be listened to: the track, and one of its paths. */
  readonly #queue: Waiting[] = [];
  readonly #queued = new Set<TrackId>();
  /** How many were counted as skipped for being copies of a song in the queue. */
  readonly #copies = new Map<TrackId, number>();
  readonly #roots: RootWatch;
  readonly #ledger = { found: 0, indexed: 0, failed: 0, skipped: 0 };
  /** What this scan has come past, to know it again when it is told of it twice. */
  readonly #looked: FoundFile[] = [];
  #listened = 0;
  #ending = false;
  #stoppedBy: unknown;
  #abort: () => void = () => undefined;

  constructor(context: ScanContext, targets: readonly ScanTarget[]) {
    this.#context = context;
    this.#targets = [...targets];
    this.#roots = new RootWatch(
      (path) => context.store.roots.find((root) => isUnder(path, root)) ?? '',
    );
  }

  /** More to look at while the scan runs, before listening goes on. False when the scan is ending already. */
  add(targets: readonly ScanTarget[]): boolean {
    if (this.#ending) {
      return false;
    }
    this.#targets.push(...targets);
    this.#context.control.wake();
    return true;
  }

  /** Ends the scan because of something that no further song would get past: what was found cannot be saved. */
  stop(cause: unknown): void {
    if (!this.#ending) {
      this.#stoppedBy = cause;
      this.#abort();
    }
  }

  async run(of: Job): Promise<Ledger> {
    const stopping = new AbortController();
    this.#abort = () => {
      stopping.abort();
    };
    const job = { ...of, signal: AbortSignal.any([of.signal, stopping.signal]) };
    const ledger = await this.#run(job);
    if (this.#stoppedBy !== undefined && !of.signal.aborted) {
      throw new StoppedJob(ledger, this.#stoppedBy);
    }
    return ledger;
  }

  async #run(job: Job): Promise<Ledger> {
    job.signal.addEventListener('abort', () => {
      this.#ending = true;
      this.#context.control.wake();
    });
    try {
      do {
        await this.#look(job);
        await this.#listen(job);
        await this.#context.store.flush();
      } while (this.#targets.length > 0 && !job.signal.aborted);
      this.#ending = true;
    } catch (thrown) {
      this.#ending = true;
      throw new StoppedJob(this.#settled(), thrown);
    }
    return job.signal.aborted ? this.#settled() : { ...this.#ledger };
  }

  /** After an early end: what was not reached was left alone. */
  #settled(): Ledger {
    const { found, indexed, failed } = this.#ledger;
    return { found, indexed, failed, skipped: found - indexed - failed };
  }

  async #look(job: Job): Promise<void> {
    const targets = this.#targets.splice(0);
    if (targets.length === 0) {
      return;
    }
    this.#progress(job, 'finding', this.#ledger.found, 0);
    const before = this.#ledger.found;
    const finding = await findTargets(targets, this.#context.reader, job.signal, (count) => {
      this.#ledger.found = before + count;
      this.#progress(job, 'finding', this.#ledger.found, 0);
    });
    const files = this.#newOf(finding.files);
    this.#ledger.found = before + files.length + finding.failures.length;
    for (const error of finding.failures) {
      this.#fail(job, { path: error.path ?? '', sizeBytes: 0, mtimeMs: 0 }, error);
    }
    for (const error of finding.notices) {
      this.#context.notice(error);
    }
    const isCancelled = (): boolean => job.signal.aborted;
    if (isCancelled()) {
      return;
    }
    await this.#readAll(
      job,
      files.filter((file) => this.#sort(file) === 'read'),
    );
    if (!isCancelled()) {
      this.#dropGone(finding);
    }
    if (finding.stop !== undefined && this.#ledger.found === 0) {
      throw finding.stop;
    }
  }

  /** Without files that this scan has seen as they are: a watch tells of a song that a search finds too. */
  #newOf(files: readonly FoundFile[]): readonly FoundFile[] {
    const seen = new Map(this.#looked.map((file) => [file.path, file]));
    const fresh: FoundFile[] = [];
    for (const file of files) {
      const before = seen.get(file.path);
      if (before === undefined || !isSame(before, file)) {
        seen.set(file.path, file);
        fresh.push(file);
      }
    }
    for (const file of fresh) {
      this.#looked.push(file);
    }
    return fresh;
  }

  /** Counts a file that is settled by its change key, queues one that only waits to be listened to. */
  #sort(file: FoundFile): Verdict {
    const verdict = judgeFile(this.#context, file);
    if (verdict === 'failed') {
      this.#ledger.failed++;
    } else if (verdict === 'skipped') {
      this.#ledger.skipped++;
    } else if (verdict === 'listen') {
      this.#enqueue(this.#context.store.files.get(file.path)?.trackId ?? '', file.path);
    }
    return verdict;
  }

  #enqueue(id: TrackId, path: string): void {
    if (this.#queued.has(id)) {
      this.#ledger.skipped++;
      this.#copies.set(id, (this.#copies.get(id) ?? 0) + 1);
      return;
    }
    this.#queued.add(id);
    this.#queue.push({ id, path });
  }

  async #readAll(job: Job, files: readonly FoundFile[]): Promise<void> {
    let done = 0;
    this.#progress(job, 'reading-tags', done, files.length);
    const read = async (file: FoundFile): Promise<void> => {
      if (this.#roots.isSilent(file.path)) {
        this.#ledger.skipped++;
        return;
      }
      try {
        await this.#read(file, job.signal);
        this.#watch(file.path);
      } catch (thrown) {
        if (job.signal.aborted) {
          return;
        }
        if (thrown instanceof MugleError && thrown.kind === 'engine-down') {
          throw thrown;
        }
        this.#fail(job, file, thrown);
        this.#watch(file.path, thrown);
      }
      this.#progress(job, 'reading-tags', ++done, files.length);
    };
    const { readingGate } = this.#context.control;
    await forEachLimited(files, READERS, read, () => job.signal.aborted, readingGate);
  }

  async #read(file: FoundFile, signal: AbortSignal): Promise<void> {
    const { path } = file;
    const { store, view } = this.#context;
    if (file.sizeBytes === 0) {
      throw new MugleError(
        'file-empty',
        `${path} is empty (0 bytes). Copy it again from its source.`,
        { path, stage: 'scan' },
      );
    }
    const { id, tags } = await this.#context.reader.do({ what: 'song', path }, signal);
    const before = store.files.get(path)?.trackId;
    const track = store.tracks.get(id);
    store.putFile({ path, sizeBytes: file.sizeBytes, mtimeMs: file.mtimeMs, trackId: id });
    store.removeFailure(path);
    if (track === undefined) {
      store.putTrack({ id, tags, state: 'pending', models: [] });
    } else if (store.pathsOf(id)[0] === path || store.pathsOf(id).length === 1) {
      store.putTrack({
        ...track,
        tags: { ...tags, durationSeconds: tags.durationSeconds ?? track.tags.durationSeconds },
      });
    }
    if (before !== undefined && before !== id) {
      view.touch(before);
    }
    view.touch(id);
    this.#context.changed();
    if (judgeTrack(this.#context, id) === 'skipped') {
      this.#ledger.skipped++;
    } else {
      this.#enqueue(id, path);
    }
  }

  #fail(job: Job, file: Pick<FoundFile, 'path' | 'sizeBytes' | 'mtimeMs'>, thrown: unknown): void {
    const { store, view, leftOut, problems } = this.#context;
    const { path, sizeBytes, mtimeMs } = file;
    if (leftOut.path(path) || problems.isIgnoredAt(file)) {
      this.#ledger.skipped++;
      return;
    }
    const error = isRecord(thrown) ? thrown : toErrorRecord(thrown, { path, stage: 'tags' });
    const { kind, message, stage } = error;
    store.putFailure({ path, sizeBytes, mtimeMs, stage, kind, message, at: Date.now() });
    const known = store.files.get(path);
    if (known !== undefined && !isPassing(error)) {
      // What is at this path now is not the song that was there.
      store.removeFile(path);
      view.touch(known.trackId);
    }
    this.#ledger.failed++;
    this.#context.changed();
    job.itemFailed({ ...error, path });
  }

  /** Notes songs as missing that are gone from folders which are there; what was heard waits for their return. */
  #dropGone({ searched, blind, paths }: Finding): void {
    const { store, view } = this.#context;
    const isGone = (path: string): boolean =>
      !paths.has(path) &&
      searched.some((folder) => isUnder(path, folder)) &&
      !blind.some((folder) => isUnder(path, folder));
    for (const folder of searched) {
      const emptied = ![...paths].some((path) => isUnder(path, folder));
      if (emptied && [...store.files.keys()].some((path) => isUnder(path, folder))) {
        // An unmounted drive leaves an empty folder behind: that is no reason to forget a library.
        blind = [...blind, folder];
        this.#context.notice(
          new MugleError(
            'folder-empty',
            `No songs are left in ${folder}. Its songs are kept in the library in case a drive is not connected; remove the folder from the library to forget them.`,
            { path: folder, stage: 'scan' },
          ),
        );
      }
    }
    for (const { path, trackId } of [...store.files.values()].filter((file) => isGone(file.path))) {
      store.removeFile(path, true);
      view.touch(trackId);
    }
    for (const path of [...store.failures.keys()].filter(isGone)) {
      store.removeFailure(path);
    }
    this.#context.changed();
  }

  async #listen(job: Job): Promise<void> {
    const stop = (): boolean => job.signal.aborted || this.#targets.length > 0;
    const total = (): number => this.#listened + this.#queue.length;
    this.#progress(job, 'listening', this.#listened, total());
    // Read anew at each step: a folder added meanwhile makes the queue longer.
    const inFlight = new Set<TrackId>();
    const { control, view } = this.#context;
    const one = async ({ id, path }: Waiting): Promise<void> => {
      if (!view.isPresent(id)) {
        // Left out or removed since it was queued.
        this.#ledger.skipped++;
        return;
      }
      inFlight.add(id);
      const outcome = await this.#listenTo(id, path, job);
      inFlight.delete(id);
      switch (outcome.kind) {
        case 'heard':
          this.#ledger.indexed++;
          break;
        case 'failed':
          this.#ledger.failed++;
          job.itemFailed(toErrorRecord(outcome.error));
          break;
        case 'cancelled':
          this.#ledger.skipped++;
          break;
        case 'unavailable':
          throw outcome.error;
      }
      this.#listened++;
      this.#progress(job, 'listening', this.#listened, total() + inFlight.size);
    };
    const lanes = Math.max(control.workers, os.availableParallelism());
    const gate = control.listeningGate(() => this.#queue.length === 0);
    await forEachLimited(take(this.#queue), lanes, one, stop, gate);
  }

  /** Listens to a song, unless its drive has stopped answering. */
  async #listenTo(id: TrackId, path: string, job: Job): Promise<Outcome> {
    if (this.#roots.isSilent(path)) {
      return { kind: 'cancelled' };
    }
    const outcome = await this.#context.listener.listen(id, {
      urgent: false,
      signal: job.signal,
      onCopyFailed: (error) => {
        const copies = this.#copies.get(id) ?? 0;
        if (copies > 0) {
          this.#copies.set(id, copies - 1);
          this.#ledger.skipped--;
          this.#ledger.failed++;
        }
        job.itemFailed(toErrorRecord(error));
      },
    });
    if (outcome.kind === 'heard' || outcome.kind === 'failed') {
      this.#watch(path, outcome.kind === 'failed' ? outcome.error : undefined);
    }
    return outcome;
  }

  /** Tells once when a root has stopped answering. */
  #watch(path: string, error?: unknown): void {
    const silent = this.#roots.saw(path, error);
    if (silent !== undefined) {
      this.#context.notice(folderSilent(silent));
    }
  }

  #progress(job: Job, phase: Phase, done: number, total: number): void {
    const { found, indexed, failed, skipped } = this.#ledger;
    const ledger = { ...this.#ledger, waiting: found - indexed - failed - skipped };
    job.progress({ phase, done, total, failed, ledger });
  }
}
