import type { ErrorRecord } from '../../shared/errors';
import { MugleError } from '../../shared/errors';
import type { FoundFile } from '../scan/find-files';
import type { FileReader } from './file-reader';
import { noAnswer } from './file-reader';
import { isUnder } from './folders';

/** Searches of a root that hung, until the whole root is given up. */
const MOST_HANGS = 3;

/** What there is to tell of a search besides its songs. */
interface Searched {
  /** Roots that were given up. */
  readonly silent: readonly string[];
  /** Folders where a drive begins. */
  readonly drives: ReadonlySet<string>;
}

/**
 * Finds the songs under the roots, each once. A folder or file that does not answer becomes a problem and is left
 * out; a root where this happens again and again is given up.
 */
export async function findWithReader(
  reader: FileReader,
  roots: readonly string[],
  signal: AbortSignal,
  onEntry: (entry: FoundFile | ErrorRecord) => void,
): Promise<Searched> {
  const search = new PatientSearch(reader, roots, onEntry);
  while (!signal.aborted && search.left.length > 0 && !(await search.run(signal))) {
    // Once more, around what does not answer.
  }
  return search;
}

class PatientSearch implements Searched {
  left: readonly string[];
  readonly silent: string[] = [];
  readonly drives = new Set<string>();
  readonly #reader: FileReader;
  readonly #onEntry: (entry: FoundFile | ErrorRecord) => void;
  /** Paths that were told of: a search that begins anew comes past them again. */
  readonly #told = new Set<string>();
  readonly #avoid: string[] = [];
  readonly #hangs = new Map<string, number>();

  constructor(
    reader: FileReader,
    roots: readonly string[],
    onEntry: (entry: FoundFile | ErrorRecord) => void,
  ) {
    this.#reader = reader;
    this.left = roots;
    this.#onEntry = onEntry;
  }

  /** Whether it came to its end. */
  async run(signal: AbortSignal): Promise<boolean> {
    let waitsFor: readonly string[] = [];
    const { timeLimitMs } = this.#reader;
    try {
      await this.#reader.do(
        { what: 'find', roots: this.left, avoid: this.#avoid, patienceMs: timeLimitMs / 3 },
        signal,
        (part) => {
          ({ waitsFor } = part);
          for (const drive of part.drives) {
            this.drives.add(drive);
          }
          for (const entry of part.entries) {
            this.#tell(entry);
          }
        },
      );
      return true;
    } catch (thrown) {
      if (signal.aborted) {
        return true;
      }
      if (!(thrown instanceof MugleError) || thrown.kind !== 'timed-out') {
        throw thrown;
      }
      this.#goAround(waitsFor);
      return false;
    }
  }

  #tell(entry: FoundFile | ErrorRecord): void {
    const { path = '' } = entry;
    if (!this.#told.has(path)) {
      this.#told.add(path);
      this.#onEntry(entry);
    }
  }

  #goAround(waitsFor: readonly string[]): void {
    const { timeLimitMs } = this.#reader;
    const hung = new Set(waitsFor.map((path) => this.left.find((root) => isUnder(path, root))));
    for (const root of hung.size === 0 ? this.left : hung) {
      const hangs = (this.#hangs.get(root ?? '') ?? 0) + 1;
      this.#hangs.set(root ?? '', hangs);
      if (
        root !== undefined &&
        (hung.size === 0 || hangs >= MOST_HANGS || waitsFor.includes(root))
      ) {
        this.silent.push(root);
      }
    }
    this.left = this.left.filter((root) => !this.silent.includes(root));
    for (const path of waitsFor) {
      this.#avoid.push(path);
      if (!this.silent.includes(path)) {
        const message = noAnswer(path, timeLimitMs);
        this.#tell({ kind: 'timed-out', message, path, stage: 'scan' });
      }
    }
  }
}
