import { MugleError, toErrorRecord } from '../../shared/errors';
import type { EngineChannel, EngineEvent, Request, Response } from '../../shared/ipc/contract';
import type { JobEvent } from '../../shared/progress';
import type { SimilarList } from '../../shared/ipc/similar-contract';
import { LastScores } from '../rank/last-scores';
import type { LibraryStore } from '../store/library-store';
import { HEARD_SPACES } from '../store/table-specs';
import { asMugleError, checkRequest } from './check-request';
import { damagesOf } from './damaged-note';
import { duplicateAnswers } from './duplicates';
import type { FileReader } from './file-reader';
import { ForgetMissing } from './forget-missing';
import { FillHeads } from './fill-heads';
import type { Handlers } from './handlers';
import { ANSWERED_WITHOUT_VECTORS } from './handlers';
import { HeardTags } from './heard-tags';
import { HubStatistics } from './hub-statistics';
import { JobBoard } from './job-board';
import { LeftOut } from './left-out';
import { ListLearning } from './list-learning';
import { libraryAnswers } from './library-answers';
import { LibraryView } from './library-view';
import { checkDrives } from './known-drives';
import { Listener } from './listener';
import { holdsPhase, ListeningControl } from './listening-control';
import { mapAnswers } from './map-answers';
import type { MapGrowth } from './map-growth';
import { MapHold } from './map-hold';
import { MapLayouts } from './map-layouts';
import { playAnswers } from './play-history';
import { playlistAnswers } from './playlist-answers';
import { PlaylistBook } from './playlist-book';
import type { BundledModels } from './bundled-models';
import { readBundledModels } from './bundled-models';
import { OutsideSongs } from './outside-songs';
import { Renewal } from './renewal';
import { PlayableFiles } from './playable-file';
import { ProblemList } from './problem-list';
import type { OpenedStore } from './saved-rows';
import { openStore } from './saved-rows';
import { Saver } from './saver';
import { Scanning } from './scanning';
import { similarAnswers } from './similar-answers';
import { growthOf, poolFor, providersFor, readerFor } from './engine-parts';
import type { Engine, EngineOptions, FileQuestion } from './engine-types';
import { VersionFolds } from './version-folds';
import type { WorkerPool } from './worker-pool';
import type { HeardSong } from './worker-protocol';

/**
 * Opens the library and everything around it.
 * @throws MugleError `library-locked`, `library-newer`, `library-failed`, `model-missing`.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const models = await readBundledModels(options.modelsDir);
  return new LibraryEngine(options, await openStore(options), models);
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
  /** For what a person waits for: a drive at which a scan hangs holds up no song on another one. */
  readonly #askedReader: FileReader;
  readonly #renewal: Renewal;
  readonly #listener: Listener;
  readonly #jobs: JobBoard;
  readonly #hubs: HubStatistics;
  readonly #heard: HeardTags;
  readonly #versions: VersionFolds;
  readonly #playable: PlayableFiles;
  readonly #outside: OutsideSongs;
  readonly #playlists: PlaylistBook;
  readonly #scanning: Scanning;
  readonly #lists: ListLearning;
  readonly #growth: MapGrowth;
  readonly #mapHold: MapHold;
  readonly #fillHeads: FillHeads;
  readonly #handlers: Handlers;
  readonly #begun: Promise<void>;
  /** Troubles of the opening, for the first who listens. */
  readonly #untold: MugleError[];
  #forgetMissing: ForgetMissing | undefined;
  readonly #emit = (event: EngineEvent): void => {
    for (const listener of this.#listeners) {
      listener(event);
    }
  };
  readonly #rowsChanged = (version: number): void => {
    this.#emit({ kind: 'library-changed', version });
  };
  /** The store has something to save. */
  readonly #changed = (): void => {
    this.#saver.nudge();
  };
  /** A person did something by hand. */
  readonly #saveNow = (): void => {
    this.#saver.hurry();
  };
  readonly #playlistsChanged = (): void => {
    this.#saver.hurry();
    this.#lists.nudge();
    this.#emit({ kind: 'playlists-changed' });
  };
  readonly #notSaved = (error: unknown): void => {
    if (this.#jobs.find('scan') === undefined) {
      this.#emit({ kind: 'notice', error: toErrorRecord(error, { stage: 'store' }) });
    } else {
      // The scan ends with it: listening to songs that cannot be saved would be for nothing.
      this.#scanning.stop(error);
    }
  };
  #closing: Promise<void> | undefined;

  constructor(options: EngineOptions, { store, firstVersion }: OpenedStore, models: BundledModels) {
    this.#store = store;
    this.#models = models;
    this.#control = new ListeningControl(options.workers, () => {
      this.#pool.resize(this.#control.workers);
      this.#pool.useProviders(providersFor(options, this.#control.processor));
      this.#mapHold.update();
      this.#jobs.pauseChanged();
    });
    this.#mapHold = new MapHold(this.#control);
    this.#leftOut = new LeftOut(store);
    this.#problems = new ProblemList(store, this.#leftOut, this.#changed);
    this.#versions = new VersionFolds(store);
    this.#view = new LibraryView(store, this.#leftOut, this.#rowsChanged, firstVersion);
    this.#saver = new Saver(store, this.#notSaved, options.saveIntervalMs);
    this.#pool = poolFor(options, this.#control.workers, this.#emit);
    this.#reader = readerFor(options, 'a scan');
    this.#askedReader = readerFor(options, 'a person');
    this.#renewal = this.#makeRenewal();
    this.#listener = new Listener(
      { store, view: this.#view, pool: this.#pool, renewal: this.#renewal },
      this.#changed,
    );
    this.#jobs = new JobBoard(
      (event) => this.#tellOfJob(event),
      (phase) =>
        phase === 'laying-out' ? this.#mapHold.reason : holdsPhase(this.#control.paused, phase),
    );
    this.#playable = new PlayableFiles(options.cacheDir, this.#askedReader);
    this.#playlists = new PlaylistBook(store, this.#view, this.#playlistsChanged);
    this.#outside = this.#makeOutside();
    this.#growth = growthOf(store, this.#view, new MapLayouts(store, models), this.#emit);
    this.#hubs = new HubStatistics(store, options.logger);
    this.#heard = new HeardTags(store, models);
    this.#scanning = new Scanning({
      store,
      view: this.#view,
      listener: this.#listener,
      reader: this.#reader,
      askedReader: this.#askedReader,
      models: models.hearing,
      control: this.#control,
      leftOut: this.#leftOut,
      problems: this.#problems,
      jobs: this.#jobs,
      renewal: this.#renewal,
      logger: options.logger,
      emit: this.#emit,
      changed: this.#changed,
    });
    this.#lists = this.#makeLists(options);
    const noted = [this.#leftOut, this.#problems, this.#versions, this.#lists, checkDrives(store)];
    this.#untold = damagesOf(noted, options.logger);
    this.#fillHeads = this.#makeFillHeads(options);
    this.#handlers = this.#makeHandlers();
    this.#begun = this.#begin(options);
  }

  /** What the engine does by itself changes the store, and so comes after everything was read. */
  async #begin({ logger, watch }: EngineOptions): Promise<void> {
    try {
      await this.#store.ready;
    } catch (thrown) {
      this.#emit({ kind: 'notice', error: toErrorRecord(thrown, { stage: 'store' }) });
      return;
    }
    if (this.#closing !== undefined) {
      return;
    }
    this.#forgetMissing = new ForgetMissing(this.#store, this.#view, logger);
    this.#renewal.begin();
    void this.#fillHeads.run();
    if (watch === true) {
      this.#scanning.watch();
      this.#lists.watch();
    }
    this.#playlists.forgetLongDeleted();
  }

  async handle<C extends EngineChannel>(channel: C, request: Request<C>): Promise<Response<C>> {
    this.#throwIfClosed();
    const checked = checkRequest(channel, request);
    try {
      if (!ANSWERED_WITHOUT_VECTORS.has(channel)) {
        await this.#store.ready;
        // Nothing may begin that nobody would end.
        this.#throwIfClosed();
      }
      return await this.#handlers[channel](checked);
    } catch (thrown) {
      throw asMugleError(thrown);
    }
  }

  #throwIfClosed(): void {
    if (this.#closing !== undefined) {
      throw new MugleError('engine-down', 'The engine is closed.');
    }
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    for (const error of this.#untold.splice(0)) {
      listener({ kind: 'notice', error: toErrorRecord(error) });
    }
    return () => this.#listeners.delete(listener);
  }

  async similarToFile(path: string, question: FileQuestion): Promise<SimilarList> {
    await this.#store.ready;
    const { id } = await this.#outside.meet(path);
    const request = { ...question, query: { kind: 'file' as const, of: id } };
    return this.handle('similar:list', request);
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
    this.#scanning.close();
    this.#lists.close();
    const jobs = this.#jobs.close();
    this.#pool.close();
    this.#reader.close();
    this.#askedReader.close();
    this.#hubs.close();
    await jobs;
    await this.#growth.close();
    await this.#begun;
    await this.#fillHeads.close();
    await this.#forgetMissing?.close();
    this.#saver.close();
    this.#view.close();
    await this.#store.close();
    this.#listeners.clear();
  }

  #makeLists({ logger, listsQuietMs }: EngineOptions): ListLearning {
    return new ListLearning({
      store: this.#store,
      view: this.#view,
      jobs: this.#jobs,
      hubs: this.#hubs,
      logger,
      paused: () => this.#control.paused,
      ...(listsQuietMs === undefined ? {} : { quietMs: listsQuietMs }),
    });
  }

  #makeFillHeads(options: EngineOptions): FillHeads {
    return new FillHeads({
      ...options,
      store: this.#store,
      models: this.#models,
      renewal: this.#renewal,
      changed: this.#changed,
      filled: () => {
        this.#hubs.forget();
      },
      failed: (error) => {
        this.#emit({ kind: 'notice', error });
      },
    });
  }

  #makeRenewal(): Renewal {
    return new Renewal({
      store: this.#store,
      view: this.#view,
      models: this.#models,
      switched: () => {
        this.#changed();
        this.#hubs.forget();
        for (const space of HEARD_SPACES) {
          this.#emit({ kind: 'map-changed', space });
        }
      },
      failed: (error) => {
        this.#emit({ kind: 'notice', error });
      },
    });
  }

  #tellOfJob(event: JobEvent): void {
    this.#emit({ kind: 'job', event });
    if (event.kind === 'finished' && event.jobKind === 'scan') {
      this.#lists.nudge();
    }
  }

  #makeOutside(): OutsideSongs {
    return new OutsideSongs({
      store: this.#store,
      view: this.#view,
      renewal: this.#renewal,
      reader: this.#askedReader,
      hear: (path) => this.analyseFile(path),
    });
  }

  #makeHandlers(): Handlers {
    const store = this.#store;
    const view = this.#view;
    const jobs = this.#jobs;
    return {
      ...libraryAnswers({
        store,
        view,
        reader: this.#askedReader,
        playable: this.#playable,
        models: this.#models,
        heard: this.#heard,
      }),
      ...this.#scanning.handlers(),
      ...mapAnswers({
        store,
        view,
        jobs,
        models: this.#models,
        layouts: this.#growth.layouts,
        growth: this.#growth,
        control: this.#control,
        hold: this.#mapHold,
        heard: this.#heard,
      }),
      ...duplicateAnswers({ store, view, versions: this.#versions }),
      ...playAnswers({ store, view, saveNow: this.#saveNow }),
      ...this.#lists.handlers(),
      ...playlistAnswers({
        playlists: this.#playlists,
        store,
        view,
        hubs: this.#hubs,
        versions: this.#versions,
        reader: this.#askedReader,
        changed: this.#changed,
      }),
      ...similarAnswers({
        store,
        view,
        hubs: this.#hubs,
        heard: this.#heard,
        versions: this.#versions,
        scores: new LastScores(),
        changed: this.#changed,
        saveNow: this.#saveNow,
        listener: this.#listener,
        renewal: this.#renewal,
        outside: this.#outside,
        models: this.#models,
      }),
      'job:cancel': ({ job }) => jobs.cancel(job),
      'job:running': () => jobs.running(),
      'engine:processor': () => this.#pool.report(),
    };
  }
}
