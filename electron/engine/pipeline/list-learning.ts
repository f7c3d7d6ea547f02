import type { ListLearning as Answer } from '../../shared/ipc/lists-contract';
import type { JobId, PauseReason } from '../../shared/progress';
import type { MugleError } from '../../shared/errors';
import { toErrorRecord } from '../../shared/errors';
import type { EngineLogger } from './engine-types';
import type { ChannelsOf, Handlers } from './handlers';
import type { HubStatistics } from './hub-statistics';
import type { JobBoard } from './job-board';
import type { LearnParts } from './learn-from-lists';
import { learnFromLists } from './learn-from-lists';
import type { LearnedNote } from './learned-note';
import { readLearnedNote, writeLearnedNote } from './learned-note';
import type { LibraryLists } from './lists-of-library';
import { hasOwnLists, listsOfLibrary } from './lists-of-library';

/** Lists must have been left alone for so long before they are learned by themselves. */
const QUIET_MS = 60_000;
/** And learning may take no more than this share of the time. */
const MOST_OF_TIME = 0.1;

export interface ListLearningParts extends LearnParts {
  readonly jobs: JobBoard;
  readonly hubs: Pick<HubStatistics, 'of'>;
  readonly logger: EngineLogger;
  /** Why nothing is to be done by itself now; null when it may. */
  readonly paused: () => PauseReason | null;
  readonly quietMs?: number;
}

/**
 * Learning from lists: when asked for, and by itself where that is wished. By itself it begins once a person has made a playlist:
 * of albums and folders alone little is learned that tags do not say.
 */
export class ListLearning {
  /** Why what was noted is not known any more; undefined when it is. */
  readonly damage: MugleError | undefined;
  readonly #parts: ListLearningParts;
  readonly #quietMs: number;
  #timer: NodeJS.Timeout | undefined;
  #watching = false;
  #earliest = 0;
  #note: LearnedNote;

  constructor(parts: ListLearningParts) {
    this.#parts = parts;
    const { note, damage } = readLearnedNote(parts.store);
    this.#note = note;
    this.damage = damage;
    this.#quietMs = parts.quietMs ?? QUIET_MS;
  }

  handlers(): Handlers<ChannelsOf<'lists'>> {
    return {
      'lists:get': () => this.#answer(),
      'lists:set': async ({ automatic }) => {
        this.#write({ ...this.#note, automatic });
        await this.#parts.store.flush();
        this.nudge();
        return this.#answer();
      },
      'lists:learn': ({ anew }) => this.#learn(anew === true),
    };
  }

  /** Learns by itself from now on. */
  watch(): void {
    this.#watching = true;
    this.nudge();
  }

  /** Lists may have changed. */
  nudge(): void {
    clearTimeout(this.#timer);
    if (this.#watching) {
      const wait = Math.max(this.#quietMs, this.#earliest - performance.now());
      this.#timer = setTimeout(() => {
        this.#learnIfChanged().catch((thrown: unknown) => {
          this.#parts.logger.warn(
            `Lists were not looked at for changes: ${toErrorRecord(thrown).message}`,
          );
        });
      }, wait);
      this.#timer.unref();
    }
  }

  close(): void {
    this.#watching = false;
    clearTimeout(this.#timer);
  }

  async #learnIfChanged(): Promise<void> {
    const { jobs, paused } = this.#parts;
    const { automatic, last } = this.#note;
    if (!automatic || !hasOwnLists(this.#parts)) {
      return;
    }
    if (paused() !== null || jobs.running().length > 0) {
      this.nudge();
      return;
    }
    const library = await listsOfLibrary(this.#parts);
    const isNew = library.fingerprint !== last?.fingerprint;
    if (this.#watching && isNew && jobs.find('lists') === undefined) {
      this.#learn(false, library);
    }
  }

  /** @param library the lists, where they were collected just now */
  #learn(anew: boolean, library?: LibraryLists): JobId {
    const { jobs, store, hubs } = this.#parts;
    const running = jobs.find('lists');
    if (running !== undefined) {
      return running.id;
    }
    return jobs.start('lists', async (job) => {
      const last = await learnFromLists(this.#parts, job, anew ? null : this.#note.last, library);
      this.#write({ ...this.#note, last });
      await store.flush();
      this.#earliest = performance.now() + (last.figures.seconds * 1000) / MOST_OF_TIME;
      // Worked out now, and not when the next list of similar songs is waited for.
      await hubs.of('playlist');
      return null;
    });
  }

  #answer(): Answer {
    const { automatic, last } = this.#note;
    return { automatic, learned: last?.figures ?? null };
  }

  #write(note: LearnedNote): void {
    writeLearnedNote(this.#parts.store, note);
    // As it will be read the next time.
    this.#note = readLearnedNote(this.#parts.store).note;
  }
}
