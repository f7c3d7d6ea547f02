import os from 'node:os';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type { Phase } from '../../shared/progress';
import type { TrackId } from '../../shared/records';
import type { FoundFile } from '../scan/find-files';
import type { FileReader } from './file-reader';
import type { SearchedLibrary } from './drop-gone';
import { dropGone, isOfKnownSongs } from './drop-gone';
import type { ScanTarget } from './find-targets';
import { findTargets } from './find-targets';
import { folderSilent, isUnder } from './folders';
import { knownSongs } from './known-drives';
import { forEachLimited, take } from './for-each-limited';
import type { Job } from './job-board';
import { StoppedJob } from './job-board';
import type { LeftOut } from './left-out';
import type { Listener } from './listener';
import type { ListeningControl } from './listening-control';
import type { ProblemList } from './problem-list';
import type { Renewal } from './renewal';
import type { Verdict } from './judge-file';
import { hiddenAs, judgeFile, judgeTrack } from './judge-file';
import type { Account } from './scan-ledger';
import { ScanLedger } from './scan-ledger';
import { isPassing, isRecord, isSame } from './scan-verdicts';
import { RootWatch } from './root-watch';
import type { Outcome } from './worker-pool-types';

export interface ScanContext extends SearchedLibrary {
  readonly listener: Listener;
  readonly reader: FileReader;
  /** The ids of the bundled models that hear sound: a track that lacks one is listened to again. */
  readonly models: readonly string[];
  /** How many songs at a time, and whether at all now. */
  readonly control: ListeningControl;
  readonly leftOut: LeftOut;
  readonly problems: ProblemList;
  readonly renewal: Renewal;
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
  readonly #ledger = new ScanLedger();
  /** What this scan has come past, to know it again when it is told of it twice. */
  readonly #looked: FoundFile[] = [];
  #listened = 0;
  #ending = false;
  #stoppedBy: unknown;
  /** Ends the scan: it was cancelled, or had to stop. */
  readonly #over = new AbortController();

  constructor(context: ScanContext, targets: readonly ScanTarget[]) {
    this.#context = context;
    this.#targets = [...targets];
    this.#roots = new RootWatch(
      (path) => context.store.roots.find((root) => isUnder(path, root)) ?? '',
      this.#over.signal,
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
      this.#over.abort();
    }
  }

  async run(of: Job): Promise<Account> {
    const end = (): void => {
      this.#over.abort();
    };
    of.signal.addEventListener('abort', end);
    if (of.signal.aborted) {
      end();
    }
    const account = await this.#run({ ...of, signal: this.#over.signal });
    if (this.#stoppedBy !== undefined && !of.signal.aborted) {
      throw new StoppedJob(account, this.#stoppedBy);
    }
    return account;
  }

  async #run(job: Job): Promise<Account> {
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
      throw new StoppedJob(this.#ledger.settled(), thrown);
    }
    return this.#ledger.settled();
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
    for (const error of finding.notices.filter((each) => !isOfKnownSongs(each, this.#context))) {
      this.#context.notice(error);
    }
    const isCancelled = (): boolean => job.signal.aborted;
    if (isCancelled()) {
      return;
    }
    const known = knownSongs(this.#context.store, finding);
    await this.#readAll(
      job,
      files.filter((file) => this.#sort(file) === 'read'),
    );
    if (!isCancelled()) {
      const blind = [...finding.blind, ...this.#roots.silent];
      const away = dropGone(this.#context, { ...finding, blind }, known);
      const { searched, missing, paths: found } = finding;
      const folders = [...searched, ...missing];
      this.#context.renewal.looked({ folders, away: [...missing, ...away], found });
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
    } else if (verdict === 'listen') {
      this.#enqueue(this.#context.store.files.get(file.path)?.trackId ?? '', file.path);
    } else if (verdict !== 'read') {
      this.#ledger.skip(verdict);
      this.#mend(file);
    }
    return verdict;
  }

  /** A drive that did not answer for a song does again, and the song is as it was: no problem any more. */
  #mend(file: FoundFile): void {
    const { store, changed } = this.#context;
    if (store.failures.has(file.path) && hiddenAs(this.#context, file) === undefined) {
      store.removeFailure(file.path);
      changed();
    }
  }

  #enqueue(id: TrackId, path: string): void {
    if (this.#queued.has(id)) {
      this.#ledger.skip('known');
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
      if (!(await this.#readUnlessSilent(job, file))) {
        this.#ledger.skip('silent');
      }
      this.#progress(job, 'reading-tags', ++done, files.length);
    };
    const { readingGate } = this.#context.control;
    await forEachLimited(files, READERS, read, () => job.signal.aborted, readingGate);
  }

  /** False when its drive was found silent before or while it was read: the file is left as it is. */
  async #readUnlessSilent(job: Job, file: FoundFile): Promise<boolean> {
    const { path } = file;
    if (this.#roots.isSilent(path)) {
      return false;
    }
    try {
      await this.#read(file, this.#roots.signalFor(path));
      this.#watch(job, path);
    } catch (thrown) {
      if (thrown instanceof MugleError && thrown.kind === 'engine-down') {
        throw thrown;
      }
      if (!job.signal.aborted && this.#roots.isSilent(path)) {
        return false;
      }
      if (!job.signal.aborted) {
        this.#fail(job, file, thrown);
        this.#watch(job, path, thrown);
      }
    }
    return true;
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
    const verdict = judgeTrack(this.#context, id);
    if (verdict === 'unchanged' || verdict === 'left-out') {
      this.#ledger.skip(verdict === 'unchanged' ? 'known' : verdict);
    } else {
      this.#enqueue(id, path);
    }
  }

  #fail(job: Job, file: Pick<FoundFile, 'path' | 'sizeBytes' | 'mtimeMs'>, thrown: unknown): void {
    const { store, view } = this.#context;
    const { path, sizeBytes, mtimeMs } = file;
    const hidden = hiddenAs(this.#context, file);
    if (hidden !== undefined) {
      this.#ledger.skip(hidden);
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

  async #listen(job: Job): Promise<void> {
    const stop = (): boolean => job.signal.aborted || this.#targets.length > 0;
    const total = (): number => this.#listened + this.#queue.length;
    this.#progress(job, 'listening', this.#listened, total());
    // Read anew at each step: a folder added meanwhile makes the queue longer.
    const inFlight = new Set<TrackId>();
    const { control, store, view } = this.#context;
    control.makeRoomFor(store.tracks.size);
    const one = async ({ id, path }: Waiting): Promise<void> => {
      if (!view.isPresent(id)) {
        // Left out or removed since it was queued.
        this.#ledger.skip('left-out');
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
          this.#ledger.skip(this.#roots.isSilent(path) ? 'silent' : 'not-reached');
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
      signal: this.#roots.signalFor(path),
      onCopyFailed: (error) => {
        const copies = this.#copies.get(id) ?? 0;
        if (copies > 0) {
          this.#copies.set(id, copies - 1);
          this.#ledger.copyFailed();
        }
        job.itemFailed(toErrorRecord(error));
      },
    });
    if (outcome.kind === 'heard' || outcome.kind === 'failed') {
      this.#watch(job, path, outcome.kind === 'failed' ? outcome.error : undefined);
    }
    return outcome;
  }

  /** Tells once when a root has stopped answering; it stands in the ledger for all that is left in it. */
  #watch(job: Job, path: string, error?: unknown): void {
    const silent = this.#roots.saw(path, error);
    if (silent !== undefined) {
      const reason = folderSilent(silent);
      this.#context.notice(reason);
      this.#ledger.found++;
      this.#fail(job, { path: silent, sizeBytes: 0, mtimeMs: 0 }, reason);
    }
  }

  #progress(job: Job, phase: Phase, done: number, total: number): void {
    const anew = this.#context.renewal.left;
    const { failed } = this.#ledger;
    job.progress({ phase, done, total, failed, anew, ...this.#ledger.open() });
  }
}
