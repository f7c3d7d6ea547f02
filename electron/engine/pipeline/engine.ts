import { MugleError, toErrorRecord } from '../../shared/errors';
import type { Excludes } from '../../shared/excludes';
import type { EngineChannel, EngineEvent, Request, Response } from '../../shared/ipc/contract';
import type { JobId } from '../../shared/progress';
import type { SimilarList, SpaceName } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { changeLeftOut } from './change-left-out';
import { asMugleError, checkRequest } from './check-request';
import { forgetRoot } from './forget-root';
import { readTrackDetails } from './track-details';
import { FileReader } from './file-reader';
import type { ScanTarget } from './find-targets';
import { folders } from './find-targets';
import { folderSilent, foldRoots, checkInRoots } from './folders';
import { forkWorker } from './fork-worker';
import { JobBoard } from './job-board';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';
import { LibraryWatch } from './library-watch';
import { Listener } from './listener';
import { holdsPhase, ListeningControl, workersFor } from './listening-control';
import { currentLayout, layOut } from './map-job';
import type { BundledModels } from './bundled-models';
import { readBundledModels } from './bundled-models';
import { PlayableFiles } from './playable-file';
import { ProblemList } from './problem-list';
import { Saver } from './saver';
import { ScanJob } from './scan-job';
import { similarToTrack, similarToVector } from './similar-songs';
import type { Engine, EngineOptions } from './engine-types';
import { songTimeLimitMs, WorkerPool } from './worker-pool';
import type { HeardSong } from './worker-protocol';

/** A drive may have to spin up, a network to come back. */
const FILE_TIME_LIMIT_MS = 30_000;

/** What was heard in a deleted song waits this long for its file to come back. */
const KEEP_MISSING_MS = 30 * 24 * 60 * 60 * 1000;

type Handlers = {
  readonly [C in EngineChannel]: (request: Request<C>) => Response<C> | Promise<Response<C>>;
};

/**
 * Opens the library and everything around it.
 * @throws MugleError `library-locked`, `library-newer`, `library-failed`, `model-missing`.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const models = await readBundledModels(options.modelsDir);
  const store = await openLibraryStore(options.libraryDir, { logger: options.logger });
  return new LibraryEngine(options, store, models);
}

class LibraryEngine implements Engine {
  readonly #store: LibraryStore;
  readonly #models: BundledModels;
  readonly #control: ListeningControl;
  readonly #leftOut: LeftOut;
  readonly #problems: ProblemList;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #view: LibraryView;
  readonly #saver: Saver;
  readonly #pool: WorkerPool;
  readonly #reader: FileReader;
  readonly #listener: Listener;
  readonly #jobs: JobBoard;
  readonly #playable: PlayableFiles;
  readonly #handlers: Handlers;
  #scan: ScanJob | undefined;
  #watch: LibraryWatch | undefined;
  #forgetting: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(options: EngineOptions, store: LibraryStore, models: BundledModels) {
    this.#store = store;
    this.#models = models;
    this.#control = new ListeningControl(options.workers ?? workersFor('half'), () => {
      this.#pool.resize(this.#control.workers);
      this.#jobs.pauseChanged();
    });
    this.#leftOut = new LeftOut(store);
    this.#problems = new ProblemList(store, this.#leftOut, () => {
      this.#saver.nudge();
    });
    this.#view = new LibraryView(store, this.#leftOut, (version) => {
      this.#emit({ kind: 'library-changed', version });
    });
    const onSaveError = (error: unknown): void => {
      if (this.#jobs.find('scan') === undefined) {
        this.#emit({ kind: 'notice', error: toErrorRecord(error, { stage: 'store' }) });
      } else {
        // The scan ends with it: listening to songs that cannot be saved would be for nothing.
        this.#scan?.stop(error);
      }
    };
    this.#saver = new Saver(store, onSaveError, options.saveIntervalMs);
    this.#pool = new WorkerPool({
      size: this.#control.workers,
      spawnWorker: options.spawnWorker ?? forkWorker,
      modelsDir: options.modelsDir,
      timeLimitMs: options.songTimeLimitMs ?? songTimeLimitMs,
      logger: options.logger,
    });
    this.#reader = new FileReader({
      spawnWorker: options.spawnWorker ?? forkWorker,
      timeLimitMs: options.fileTimeLimitMs ?? FILE_TIME_LIMIT_MS,
      logger: options.logger,
    });
    this.#listener = new Listener(store, this.#view, this.#pool, () => {
      this.#saver.nudge();
    });
    this.#jobs = new JobBoard(
      (event) => {
        this.#emit({ kind: 'job', event });
      },
      (phase) => holdsPhase(this.#control.paused, phase),
    );
    this.#playable = new PlayableFiles(options.cacheDir);
    this.#handlers = this.#makeHandlers();
    this.#forgetLongGone(options.logger);
    if (options.watch === true) {
      this.#watch = this.#makeWatch();
    }
  }

  /** Searched once the watch is up, so that nothing is missed between the two. */
  #makeWatch(): LibraryWatch {
    const scan = (targets: readonly ScanTarget[]): void => {
      if (this.#closing === undefined) {
        this.#startScan(targets).catch((thrown: unknown) => {
          this.#emit({ kind: 'notice', error: toErrorRecord(thrown) });
        });
      }
    };
    const watch = new LibraryWatch({
      store: this.#store,
      view: this.#view,
      scan,
      notice: (error) => {
        this.#emit({ kind: 'notice', error: toErrorRecord(error) });
      },
      changed: () => {
        this.#saver.nudge();
      },
    });
    void watch.followRoots().then(() => {
      if (this.#store.roots.length > 0) {
        scan(folders(this.#store.roots));
      }
    });
    return watch;
  }

  async handle<C extends EngineChannel>(channel: C, request: Request<C>): Promise<Response<C>> {
    if (this.#closing !== undefined) {
      throw new MugleError('engine-down', 'The engine is closed.');
    }
    const checked = checkRequest(channel, request);
    try {
      return await this.#handlers[channel](checked);
    } catch (thrown) {
      throw asMugleError(thrown);
    }
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async similarToFile(path: string, space: SpaceName, limit: number): Promise<SimilarList> {
    const { id: query } = await this.#reader.do({ what: 'song', path });
    const known = this.#store.space(space)?.get(query);
    const vector = known ?? (await this.analyseFile(path)).vectors[space];
    if (vector === undefined) {
      throw new MugleError('not-analysed', `No bundled model fills the space ${space}.`, {
        path,
        stage: 'embed',
      });
    }
    return similarToVector(
      { store: this.#store, view: this.#view },
      { query, vector, space, limit },
    );
  }

  async analyseFile(path: string): Promise<HeardSong> {
    const { sizeBytes } = await this.#reader.do({ what: 'look', path });
    const outcome = await this.#pool.analyse(path, sizeBytes, true).outcome;
    switch (outcome.kind) {
      case 'heard':
        return outcome.song;
      case 'cancelled':
        throw new MugleError('cancelled', `Listening to ${path} was cancelled.`, { path });
      default:
        throw outcome.error;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#watch?.close();
    const jobs = this.#jobs.close();
    this.#pool.close();
    this.#reader.close();
    this.#playable.close();
    await jobs;
    await this.#forgetting;
    this.#saver.close();
    this.#view.close();
    await this.#store.close();
    this.#listeners.clear();
  }

  #forgetLongGone(logger: EngineOptions['logger']): void {
    this.#forgetting = this.#store.forgetMissing(Date.now() - KEEP_MISSING_MS).then(
      (ids) => {
        for (const id of ids) {
          this.#view.touch(id);
        }
      },
      (thrown: unknown) => {
        // They are forgotten the next time.
        logger.warn(`Songs deleted long ago were not forgotten: ${String(thrown)}`);
      },
    );
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  #makeHandlers(): Handlers {
    const store = this.#store;
    const view = this.#view;
    return {
      'library:roots': () => [...store.roots],
      'library:add-roots': ({ paths }) => this.#addRoots(paths),
      'library:remove-root': ({ path }) => this.#removeRoot(path),
      'library:rows': ({ since }) => view.rows(since),
      'library:track': ({ id }) =>
        readTrackDetails(view.track(id), view.stored(id), store, this.#models),
      'library:path': ({ id }) => view.path(id),
      'library:cover': async ({ id }) => {
        if (view.track(id).state === 'missing') {
          return null;
        }
        const cover = await this.#reader.do({ what: 'cover', path: view.path(id) });
        return cover === null
          ? null
          : { mimeType: cover.mimeType, data: new Uint8Array(cover.data) };
      },
      'library:playable': ({ id }) => this.#playable.get(id, view.path(id)),
      'scan:start': () => this.#startScan(folders(store.roots)),
      'scan:folder': ({ path }) => this.#scanFolder(path),
      'job:pause': ({ job, paused }) => {
        const known = this.#jobs.find('scan')?.id === job;
        if (known) {
          this.#control.pauseByHand(paused);
        }
        return known;
      },
      'listening:set': ({ cores, holds }) => {
        this.#control.set(cores, holds);
        return { workers: this.#control.workers, paused: this.#control.paused };
      },
      'excludes:get': () => this.#leftOut.rules,
      'excludes:set': (rules) => this.#setExcludes(rules),
      'job:cancel': ({ job }) => this.#jobs.cancel(job),
      'job:running': () => this.#jobs.running(),
      'problems:list': () => this.#problems.list(),
      'problems:ignore': (which) => this.#problems.ignore(which),
      'problems:retry': ({ paths }) => this.#retry(paths ?? this.#problems.retryable()),
      'similar:list': (request) =>
        similarToTrack({ store, view, listener: this.#listener }, request),
      'map:layout': ({ space }) => currentLayout(store, view, space),
      'map:compute': ({ space }) => this.#computeMap(space),
      'engine:processor': async () => (await this.#pool.report()).processor,
    };
  }

  async #addRoots(paths: readonly string[]): Promise<JobId> {
    const added: string[] = [];
    for (const given of paths) {
      added.push(await this.#resolveFolder(given));
    }
    this.#store.setRoots(foldRoots([...this.#store.roots, ...added]));
    await this.#store.flush();
    void this.#watch?.followRoots();
    return this.#startScan(folders(foldRoots(added)));
  }

  async #resolveFolder(path: string): Promise<string> {
    try {
      return await this.#reader.do({ what: 'resolve-folder', path });
    } catch (thrown) {
      throw thrown instanceof MugleError && thrown.kind === 'timed-out'
        ? folderSilent(path)
        : thrown;
    }
  }

  async #removeRoot(path: string): Promise<boolean> {
    const roots = this.#store.roots.filter((root) => root !== path);
    if (roots.length === this.#store.roots.length) {
      return false;
    }
    const scan = this.#jobs.find('scan');
    if (scan !== undefined) {
      await this.#jobs.cancelAndWait(scan.id);
    }
    this.#store.setRoots(roots);
    void this.#watch?.followRoots();
    forgetRoot(this.#store, this.#view, path);
    await this.#store.flush();
    if (scan !== undefined && roots.length > 0) {
      await this.#startScan(folders(roots));
    }
    return true;
  }

  async #scanFolder(given: string): Promise<JobId> {
    const folder = await this.#resolveFolder(given);
    checkInRoots(folder, this.#store.roots);
    return this.#startScan(folders([folder]));
  }

  /** The scan finds and hears what was never read for being left out. */
  async #setExcludes(rules: Excludes): Promise<JobId | null> {
    await changeLeftOut(this.#store, this.#view, this.#leftOut, rules);
    const { roots } = this.#store;
    return roots.length === 0 ? null : this.#startScan(folders(roots));
  }

  async #retry(paths: readonly string[]): Promise<JobId> {
    const targets: ScanTarget[] = [];
    for (const path of paths.filter((candidate) => this.#store.failures.has(candidate))) {
      this.#store.removeFailure(path);
      const isFolder = await this.#reader.do({ what: 'look', path }).then(
        (seen) => seen.isFolder,
        () => false,
      );
      targets.push({ kind: isFolder ? 'folder' : 'file', path });
    }
    return this.#startScan(targets);
  }

  /** Starts a scan of the targets, or hands them to the scan that is running. */
  async #startScan(targets: readonly ScanTarget[]): Promise<JobId> {
    for (
      let running = this.#jobs.find('scan');
      running !== undefined;
      running = this.#jobs.find('scan')
    ) {
      if (this.#scan?.add(targets) === true) {
        return running.id;
      }
      await this.#jobs.ended(running.id);
    }
    const scan = new ScanJob(
      {
        store: this.#store,
        view: this.#view,
        listener: this.#listener,
        reader: this.#reader,
        models: this.#models.ids,
        control: this.#control,
        leftOut: this.#leftOut,
        problems: this.#problems,
        notice: (error) => {
          this.#emit({ kind: 'notice', error: toErrorRecord(error) });
        },
        changed: () => {
          this.#saver.nudge();
        },
      },
      targets,
    );
    this.#scan = scan;
    this.#control.forgetHand();
    return this.#jobs.start('scan', (job) => scan.run(job));
  }

  #computeMap(space: SpaceName): JobId {
    const running = this.#jobs.find('map');
    if (running?.space === space) {
      return running.id;
    }
    const start = layOut(this.#store, this.#view, space);
    return this.#jobs.start('map', start, space);
  }
}
