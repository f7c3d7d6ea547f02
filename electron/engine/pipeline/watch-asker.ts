import type { AskOfPath, WatchAnswers } from '../scan/watch-questions';
import { askSystem } from '../scan/watch-questions';
import type { FileReader } from './file-reader';

/** A drive that has not answered for so long is asked by the reader, which can be ended. */
const PATIENCE_MS = 1_000;

interface WatchAskerOptions {
  readonly reader: Pick<FileReader, 'do'>;
  /** For tests. */
  readonly askHere?: AskOfPath;
}

/**
 * Asks drives what a watch wants to know: by itself, so that a library that rests needs no process of readers, but with no more than one
 * thread. While a drive keeps that waiting, the reader asks, which gives up.
 */
export class WatchAsker {
  readonly #reader: Pick<FileReader, 'do'>;
  readonly #askHere: AskOfPath;
  #turn: Promise<unknown> = Promise.resolve();
  #isStuck = false;

  constructor({ reader, askHere = askSystem }: WatchAskerOptions) {
    this.#reader = reader;
    this.#askHere = askHere;
  }

  readonly ask: AskOfPath = async (question, path) => {
    const turn = this.#turn.then(() => this.#tryHere(question, path));
    this.#turn = turn;
    const here = await turn;
    // That nothing is there (null) is an answer.
    return here === undefined ? this.#askReader(question, path) : here;
  };

  async #tryHere<Q extends keyof WatchAnswers>(
    question: Q,
    path: string,
  ): Promise<WatchAnswers[Q] | undefined> {
    if (this.#isStuck) {
      return undefined;
    }
    this.#isStuck = true;
    const asked = this.#askHere(question, path).finally(() => {
      this.#isStuck = false;
    });
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, undefined);
    });
    const answer = await Promise.race([asked, patience]);
    clearTimeout(timer);
    return answer;
  }

  async #askReader<Q extends keyof WatchAnswers>(
    question: Q,
    path: string,
  ): Promise<WatchAnswers[Q] | undefined> {
    try {
      return (await this.#reader.do({ what: 'watch', question, path })) as WatchAnswers[Q];
    } catch {
      return undefined;
    }
  }
}
