import type { SpaceName, TrackId } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { LanceTable } from './lance-table';
import type { PassageRows } from './passage-rows';
import { packPassages, unpackPassages } from './passage-rows';
import type { PassageVector, StoredAnalysis } from './stored-records';
import { HEARD_SPACES, passagesKey } from './table-specs';
import type { WriteBehind } from './write-behind';

/** Keys that one question to the table names. */
const KEYS_A_READ = 500;

/** The vectors of the songs' passages: written with their songs, read for a few songs at a time, never kept in memory. */
export class PassageShelf {
  /** What is not on disk yet, by key. */
  readonly waiting = new Map<string, PassageRows>();
  readonly #changes: WriteBehind;
  readonly #table: LanceTable;
  /** Whose rows are read: see `Generations`. */
  generation: number;

  constructor(changes: WriteBehind, table: LanceTable, generation: number) {
    this.#changes = changes;
    this.#table = table;
    this.generation = generation;
  }

  put(
    id: TrackId,
    passages: NonNullable<StoredAnalysis['passages']>,
    generation = this.generation,
  ): void {
    for (const space of SPACES) {
      const rows = passages[space];
      if (rows !== undefined) {
        const key = passagesKey(id, space, generation);
        this.waiting.set(key, packPassages(rows));
        this.#changes.mark('passages', key, false);
      }
    }
  }

  forget(id: TrackId, generation = this.generation): void {
    for (const key of HEARD_SPACES.map((space) => passagesKey(id, space, generation))) {
      this.waiting.delete(key);
      this.#changes.remove('passages', key);
    }
  }

  /** The passages of those of the songs that have some in this space, in the order of the song. */
  async of(
    ids: readonly TrackId[],
    space: SpaceName,
  ): Promise<ReadonlyMap<TrackId, readonly PassageVector[]>> {
    const found = new Map<TrackId, readonly PassageVector[]>();
    const keys: string[] = [];
    for (const id of ids) {
      const key = passagesKey(id, space, this.generation);
      const rows = this.waiting.get(key);
      if (rows === undefined) {
        keys.push(key);
      } else {
        found.set(id, unpackPassages(rows));
      }
    }
    for (let first = 0; first < keys.length; first += KEYS_A_READ) {
      const reader = await this.#table.read(keys.slice(first, first + KEYS_A_READ));
      const names = reader.text('key');
      const seconds = reader.floats('seconds');
      const scales = reader.floats('scales');
      reader.bytes('codes').forEach((codes, row) => {
        const [id = ''] = (names[row] ?? '').split('|');
        const none = new Float32Array();
        const rows = { seconds: seconds[row] ?? none, scales: scales[row] ?? none, codes };
        found.set(id, unpackPassages(rows));
      });
    }
    return found;
  }
}
