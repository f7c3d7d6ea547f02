import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TrackState } from '../../electron/shared/records';
import { seededRandom } from '../../electron/shared/seeded-random';
import type { LibraryStore } from '../../electron/engine/store/library-store';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import { inspectLibrary } from '../../electron/engine/store/testing/inspect-library';
import { readBundledModels } from '../../electron/engine/pipeline/bundled-models';
import { addSongs, renamedModels, touchSongs } from './kill-music';
import type { Killed, KillTime } from './kill-run';
import { runUntilKilled } from './kill-run';
import type { VictimLine, VictimTask } from './kill-victim';

const KILLS = 120;
const MOMENTS = [
  'opening',
  'tags',
  'listening',
  'workers',
  're-embed',
  'map',
  'real models',
] as const;
type Moment = (typeof MOMENTS)[number];

/** How long a phase is taken to last before the first was seen to its end. */
const FIRST_GUESS_MS = 200;
/** A worker that answers at once needs so long for a song, a real one this long, about. */
const SONG_MS = 40;
const REAL_SONG_MS = 900;
const REAL_SONGS = 4;
/** In one run of an engine, which is then killed itself. */
const WORKER_KILLS = 3;
const NEW_SONGS = 12;
const FIRST_OPENINGS = 4;
const FEWEST_FOR_A_MAP = 3;
/** Maps of a small library take about so long. */
const MAP_MS = 1500;
/** Shorter than in the product, so that more kills meet a write and more songs must have been saved. */
const SAVE_INTERVAL_MS = 500;
/** What a write of a small library takes on a busy machine at most. */
const WRITE_MS = 1500;

const quiet = { info: () => undefined, warn: () => undefined };

export interface KillBenchResult {
  readonly kills: number;
  /** Those of them that met an engine at its job; the others met one that was opening, or had just ended it. */
  readonly atWork: number;
  /** Libraries that opened after the kill, at the first try. */
  readonly reopened: number;
  /** Songs shown as analysed for longer than `boundSeconds`, or before a scan ended, that are not so afterwards. */
  readonly lost: number;
  readonly duplicated: number;
  /** Vectors or files without a track, analysed tracks without a vector. */
  readonly orphans: number;
  /** Songs listened to again that were saved already. */
  readonly relistened: number;
  /** Workers killed while their engine lived on, and the songs that are marked as failed at the end: none may be. */
  readonly workersKilled: number;
  readonly failedAtTheEnd: number;
  /** Workers alive three seconds after their engine was killed. */
  readonly workersLeft: number;
  readonly songs: number;
  /** Songs that a last scan, not killed, left analysed. */
  readonly analysedAtTheEnd: number;
  readonly boundSeconds: number;
  readonly seconds: number;
  readonly moments: readonly {
    readonly moment: Moment;
    readonly kills: number;
    readonly atWork: number;
  }[];
}

interface Ledger {
  kills: number;
  atWork: number;
  reopened: number;
  lost: number;
  duplicated: number;
  orphans: number;
  relistened: number;
  workersKilled: number;
  workersLeft: number;
}

/** Kills an engine at random moments, again and again over one library, and looks at what is left each time. */
export async function runKillBench({
  kills = KILLS,
  tell,
}: {
  readonly kills?: number;
  readonly tell: (text: string) => void;
}): Promise<KillBenchResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-kill-'));
  try {
    return await new KillBench(scratch, tell).run(kills);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

class KillBench {
  readonly #folder: string;
  readonly #tell: (text: string) => void;
  readonly #random = seededRandom(7);
  readonly #ledger: Ledger = {
    kills: 0,
    atWork: 0,
    reopened: 0,
    lost: 0,
    duplicated: 0,
    orphans: 0,
    relistened: 0,
    workersKilled: 0,
    workersLeft: 0,
  };
  readonly #models = fileURLToPath(new URL('../../native-models', import.meta.url));
  readonly #otherModels: string;
  /** Songs that were on disk as analysed, and the paths that need no listening with the models of then. */
  #analysed = new Set<string>();
  #settled = new Set<string>();
  #modelsDir = this.#models;
  #songs = 0;
  /** How long reading tags took when it was last seen to its end. */
  #readingMs = FIRST_GUESS_MS;

  constructor(folder: string, tell: (text: string) => void) {
    this.#folder = folder;
    this.#tell = tell;
    this.#otherModels = path.join(folder, 'other-models');
  }

  async run(kills: number): Promise<KillBenchResult> {
    const started = performance.now();
    await mkdir(this.#music);
    await renamedModels(this.#models, this.#otherModels);
    const counts = new Map<Moment, { kills: number; atWork: number }>();
    for (let kill = 0; kill < kills; kill++) {
      const moment = this.#momentOf(kill);
      const count = counts.get(moment) ?? { kills: 0, atWork: 0 };
      counts.set(moment, count);
      count.kills++;
      count.atWork += (await this.#killOnce(moment)) ? 1 : 0;
      if (kill % 10 === 9) {
        this.#tell(`${kill + 1} kills: ${JSON.stringify(this.#ledger)}`);
      }
    }
    await this.#run(this.#task('scan', false), atTheEnd);
    const states = await this.#withStore((store) =>
      [...store.tracks.values()].map(({ state }) => state),
    );
    const inState = (state: TrackState): number => states.filter((is) => is === state).length;
    return {
      ...this.#ledger,
      songs: this.#songs,
      analysedAtTheEnd: inState('analysed'),
      failedAtTheEnd: inState('failed'),
      boundSeconds: (SAVE_INTERVAL_MS + WRITE_MS) / 1000,
      seconds: (performance.now() - started) / 1000,
      moments: [...counts].map(([moment, count]) => ({ moment, ...count })),
    };
  }

  get #music(): string {
    return path.join(this.#folder, 'music');
  }

  #momentOf(kill: number): Moment {
    // The first kills meet a library that is only being made.
    const moment = MOMENTS[Math.floor(this.#random() * MOMENTS.length)]!;
    if (kill < FIRST_OPENINGS) {
      return 'opening';
    }
    return moment === 'map' && this.#analysed.size < FEWEST_FOR_A_MAP ? 'listening' : moment;
  }

  #task(job: VictimTask['job'], isReal: boolean): VictimTask {
    return {
      libraryDir: path.join(this.#folder, 'library.lance'),
      cacheDir: path.join(this.#folder, 'cache'),
      modelsDir: this.#modelsDir,
      music: this.#music,
      saveIntervalMs: SAVE_INTERVAL_MS,
      job,
      isReal,
    };
  }

  /** Whether the kill met an engine at its job. */
  async #killOnce(moment: Moment): Promise<boolean> {
    const isReal = moment === 'real models';
    if (isReal) {
      await this.#use(this.#models);
    } else if (moment === 're-embed') {
      await this.#use(this.#modelsDir === this.#models ? this.#otherModels : this.#models);
    } else if (moment === 'tags') {
      await touchSongs(this.#music, this.#random);
      this.#settled.clear();
    }
    if (moment !== 'map' && moment !== 're-embed') {
      this.#songs += await addSongs(this.#music, this.#songs, isReal ? REAL_SONGS : NEW_SONGS);
    }
    const task = this.#task(moment === 'map' ? 'map' : 'scan', isReal);
    const killed = await this.#run(task, this.#timeOf(moment));
    const atWork = isAtWork(moment, killed);
    this.#ledger.kills++;
    this.#ledger.atWork += atWork ? 1 : 0;
    await this.#judge(killed);
    return atWork;
  }

  /** A random moment of what the engine is at: counted in songs, where it is at songs. */
  #timeOf(moment: Moment): KillTime {
    const dice = this.#random();
    const listen = (songs: number, songMs: number) => ({
      said: ({ kind }: VictimLine) => kind === 'listen',
      times: 1 + Math.floor(dice * songs),
      thenMs: this.#random() * songMs,
    });
    const due = Math.max(1, this.#songs - this.#settled.size);
    switch (moment) {
      case 'opening':
        // Somewhere in its first second.
        return { afterStartMs: 300 + dice * 1200 };
      case 'tags':
        return {
          said: (line) => line.kind === 'phase' && line.phase === 'reading-tags',
          times: 1,
          thenMs: dice * this.#readingMs,
        };
      case 'listening':
      case 're-embed':
        return listen(due, SONG_MS);
      case 'workers':
        return {
          ...listen(due / 2, SONG_MS),
          workerKillsApartMs: Array.from({ length: WORKER_KILLS }, () => this.#random() * SONG_MS),
        };
      case 'real models':
        return listen(REAL_SONGS / 2, REAL_SONG_MS);
      case 'map':
        // Somewhere in the making of one, or in the saving of the one before.
        return {
          said: ({ kind }) => kind === (dice < 0.5 ? 'opened' : 'finished'),
          times: 1,
          thenMs: this.#random() * (dice < 0.5 ? MAP_MS : SAVE_INTERVAL_MS + SONG_MS),
        };
    }
  }

  /** Other models: no song is settled with them. */
  async #use(modelsDir: string): Promise<void> {
    if (modelsDir !== this.#modelsDir) {
      this.#modelsDir = modelsDir;
      await this.#note();
    }
  }

  async #run(task: VictimTask, time: KillTime): Promise<Killed> {
    const killed = await runUntilKilled(task, time);
    this.#readingMs = killed.readingMs ?? this.#readingMs;
    this.#ledger.relistened += killed.listened.filter((file) => this.#settled.has(file)).length;
    return killed;
  }

  async #judge(killed: Killed): Promise<void> {
    const ledger = this.#ledger;
    const { duplicated, orphans } = await inspectLibrary(this.#task('scan', false).libraryDir);
    ledger.workersKilled += killed.workersKilled;
    ledger.duplicated += duplicated;
    ledger.orphans += orphans;
    const due = new Set(this.#analysed);
    for (const { ids, at } of killed.shown) {
      const isDue = at <= killed.at - SAVE_INTERVAL_MS - WRITE_MS || at <= killed.finishedAt;
      if (isDue) {
        ids.forEach((id) => due.add(id));
      }
    }
    try {
      await this.#note();
      ledger.reopened++;
    } catch (thrown) {
      this.#tell(`The library did not open: ${String(thrown)}`);
    }
    ledger.lost += [...due].filter((id) => !this.#analysed.has(id)).length;
    ledger.workersLeft += await killed.workersLeft();
  }

  /** Remembers what is on disk. */
  async #note(): Promise<void> {
    const current = (await readBundledModels(this.#modelsDir)).ids.join();
    await this.#withStore((store) => {
      const analysed = [...store.tracks.values()].filter(({ state }) => state === 'analysed');
      this.#analysed = new Set(analysed.map(({ id }) => id));
      const settled = analysed.filter(({ models }) => models.join() === current);
      this.#settled = new Set(settled.flatMap(({ id }) => store.pathsOf(id)));
    });
  }

  async #withStore<T>(look: (store: LibraryStore) => T): Promise<T> {
    const store = await openLibraryStore(this.#task('scan', false).libraryDir, { logger: quiet });
    try {
      return look(store);
    } finally {
      await store.close();
      // Closed at once by another process on some systems; nothing waits for it here.
      await sleep(0);
    }
  }
}

/** Not killed before its job has ended. */
const atTheEnd: KillTime = {
  said: ({ kind }) => kind === 'finished',
  times: 1,
  thenMs: Infinity,
};

function isAtWork(moment: Moment, { finishedAt }: Killed): boolean {
  return moment === 'map' || (moment !== 'opening' && finishedAt === 0);
}
