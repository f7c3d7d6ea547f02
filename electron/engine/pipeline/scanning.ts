import { MugleError, toErrorRecord } from '../../shared/errors';
import type { Excludes } from '../../shared/excludes';
import type { EngineEvent } from '../../shared/ipc/contract';
import type { JobId } from '../../shared/progress';
import type { LibraryStore } from '../store/library-store';
import { changeLeftOut } from './change-left-out';
import type { EngineLogger } from './engine-types';
import type { FileReader } from './file-reader';
import type { ScanTarget } from './find-targets';
import { folders } from './find-targets';
import { checkInRoots, foldRoots, folderSilent } from './folders';
import { forgetRoot } from './forget-root';
import type { ChannelsOf, Handlers } from './handlers';
import type { JobBoard } from './job-board';
import type { LeftOut } from './left-out';
import { forgetDrive, trustDrives } from './known-drives';
import type { LibraryView } from './library-view';
import { LibraryWatch } from './library-watch';
import type { Listener } from './listener';
import type { ListeningControl } from './listening-control';
import type { ProblemList } from './problem-list';
import type { Renewal } from './renewal';
import { ScanJob } from './scan-job';

export interface ScanningParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly listener: Listener;
  readonly reader: FileReader;
  /** For what a person waits for: it does not stand behind what the scan reads. */
  readonly askedReader: FileReader;
  /** Ids of the bundled models that hear sound. */
  readonly models: readonly string[];
  readonly control: ListeningControl;
  readonly leftOut: LeftOut;
  readonly problems: ProblemList;
  readonly jobs: JobBoard;
  readonly renewal: Renewal;
  readonly logger: Pick<EngineLogger, 'warn'>;
  readonly emit: (event: EngineEvent) => void;
  /** Told when the store has something to save. */
  readonly changed: () => void;
}

type ScanningChannel =
  | 'library:roots'
  | 'library:add-roots'
  | 'library:remove-root'
  | ChannelsOf<'scan' | 'drives' | 'listening' | 'excludes' | 'problems'>
  | 'job:pause';

/** The music folders, the scan of them (one at a time) and the watch over them. */
export class Scanning {
  readonly #parts: ScanningParts;
  /** Places of drives whose songs a person let go of, until that scan has ended. */
  readonly #letGo = new Set<string>();
  #scan: ScanJob | undefined;
  #watch: LibraryWatch | undefined;
  #closed = false;

  constructor(parts: ScanningParts) {
    this.#parts = parts;
  }

  handlers(): Handlers<ScanningChannel> {
    const { store, jobs, control, leftOut, problems } = this.#parts;
    return {
      'library:roots': () => [...store.roots],
      'library:add-roots': ({ paths }) => this.#addRoots(paths),
      'library:remove-root': ({ path }) => this.#removeRoot(path),
      'scan:start': () => {
        trustDrives(store);
        return this.#start(folders(store.roots));
      },
      'scan:folder': ({ path }) => this.#scanFolder(path),
      'drives:songs-gone': ({ path }) => this.#loseDrive(path),
      'job:pause': ({ job, paused }) => {
        const known = jobs.find('scan')?.id === job;
        if (known) {
          control.pauseByHand(paused);
        }
        return known;
      },
      'listening:set': (wanted) => {
        control.set(wanted);
        return { workers: control.workers, paused: control.paused };
      },
      'excludes:get': () => leftOut.rules,
      'excludes:set': (rules) => this.#setExcludes(rules),
      'problems:list': () => problems.list(),
      'problems:ignore': (which) => problems.ignore(which),
      'problems:retry': ({ paths }) => this.#retry(paths ?? problems.retryable()),
    };
  }

  /** Notices from now on what happens in the folders. They are searched once the watch is up, so that nothing is missed. */
  watch(): void {
    const scan = (targets: readonly ScanTarget[]): void => {
      if (!this.#closed) {
        this.#start(targets).catch((thrown: unknown) => {
          this.#notice(thrown);
        });
      }
    };
    const { store, view, askedReader: reader, logger, changed } = this.#parts;
    // Some changes are not noticed at once from here on: that is to be found later too.
    const notice = (error: MugleError): void => {
      logger.warn(error.message);
      this.#notice(error);
    };
    const watch = new LibraryWatch({ store, view, reader, scan, notice, changed });
    this.#watch = watch;
    void watch.followRoots().then(() => {
      if (store.roots.length > 0) {
        scan(folders(store.roots));
      }
    });
  }

  /** Ends the scan for a trouble that would make going on pointless. */
  stop(error: unknown): void {
    this.#scan?.stop(error);
  }

  /** No scan starts by itself any more. Those that run are the job board's to end. */
  close(): void {
    this.#closed = true;
    this.#watch?.close();
  }

  #notice(error: unknown): void {
    this.#parts.emit({ kind: 'notice', error: toErrorRecord(error) });
  }

  async #addRoots(paths: readonly string[]): Promise<JobId> {
    const { store } = this.#parts;
    const added: string[] = [];
    for (const given of paths) {
      added.push(await this.#resolveFolder(given));
    }
    trustDrives(store);
    store.setRoots(foldRoots([...store.roots, ...added]));
    await store.flush();
    void this.#watch?.followRoots();
    return this.#start(folders(foldRoots(added)));
  }

  async #resolveFolder(path: string): Promise<string> {
    try {
      return await this.#parts.askedReader.do({ what: 'resolve-folder', path });
    } catch (thrown) {
      throw thrown instanceof MugleError && thrown.kind === 'timed-out'
        ? folderSilent(path)
        : thrown;
    }
  }

  async #removeRoot(path: string): Promise<boolean> {
    const { store, view, jobs } = this.#parts;
    const roots = store.roots.filter((root) => root !== path);
    if (roots.length === store.roots.length) {
      return false;
    }
    const scan = jobs.find('scan');
    if (scan !== undefined) {
      await jobs.cancelAndWait(scan.id);
    }
    store.setRoots(roots);
    void this.#watch?.followRoots();
    forgetRoot(store, view, path);
    await store.flush();
    if (scan !== undefined && roots.length > 0) {
      await this.#start(folders(roots));
    }
    return true;
  }

  async #loseDrive(path: string): Promise<JobId | null> {
    const { store, jobs } = this.#parts;
    if (!forgetDrive(store, path)) {
      return null;
    }
    const scan = jobs.find('scan');
    if (scan !== undefined) {
      await jobs.cancelAndWait(scan.id);
      // It knew the drive, and may have noted it again.
      forgetDrive(store, path);
    }
    await store.flush();
    if (store.roots.length === 0) {
      return null;
    }
    this.#letGo.add(path);
    const id = await this.#start(folders(store.roots));
    void jobs.ended(id).then(() => this.#letGo.delete(path));
    return id;
  }

  async #scanFolder(given: string): Promise<JobId> {
    const folder = await this.#resolveFolder(given);
    checkInRoots(folder, this.#parts.store.roots);
    return this.#start(folders([folder]));
  }

  /** The scan finds and hears what was never read for being left out. */
  async #setExcludes(rules: Excludes): Promise<JobId | null> {
    const { store, view, leftOut } = this.#parts;
    await changeLeftOut(store, view, leftOut, rules);
    const { roots } = store;
    return roots.length === 0 ? null : this.#start(folders(roots));
  }

  async #retry(paths: readonly string[]): Promise<JobId> {
    const { store, askedReader } = this.#parts;
    const targets: ScanTarget[] = [];
    for (const path of paths.filter((candidate) => store.failures.has(candidate))) {
      store.removeFailure(path);
      const isFolder = await askedReader.do({ what: 'look', path }).then(
        (seen) => seen.isFolder,
        () => false,
      );
      targets.push({ kind: isFolder ? 'folder' : 'file', path });
    }
    return this.#start(targets);
  }

  /** Starts a scan of the targets, or hands them to the scan that is running. */
  async #start(targets: readonly ScanTarget[]): Promise<JobId> {
    const { jobs, control } = this.#parts;
    for (let running = jobs.find('scan'); running !== undefined; running = jobs.find('scan')) {
      if (this.#scan?.add(targets) === true) {
        return running.id;
      }
      await jobs.ended(running.id);
    }
    const scan = new ScanJob(
      {
        ...this.#parts,
        letGo: this.#letGo,
        notice: (error) => {
          this.#notice(error);
        },
      },
      targets,
    );
    this.#scan = scan;
    control.forgetHand();
    return jobs.start('scan', async (job) => {
      try {
        const account = await scan.run(job);
        await this.#parts.renewal.settle();
        return account;
      } finally {
        void this.#watch?.followRoots();
      }
    });
  }
}
