import type { TrackId } from '../../shared/records';
import type { LanceTable } from './lance-table';
import type { ModelScores, TrackScores } from './stored-records';
import { scoresKey } from './table-specs';
import type { WriteBehind } from './write-behind';

/** Keys that one question to the table names. */
const KEYS_A_READ = 500;

/** What taggers gave the songs: written with their songs, read for some songs at a time, never kept in memory. */
export class ScoreShelf {
  /** What is not on disk yet, by key. */
  readonly waiting = new Map<string, ModelScores>();
  readonly #changes: WriteBehind;
  readonly #table: LanceTable;

  constructor(changes: WriteBehind, table: LanceTable) {
    this.#changes = changes;
    this.#table = table;
  }

  put(id: TrackId, tagScores: readonly ModelScores[]): void {
    for (const scores of tagScores) {
      const key = scoresKey(id, scores.model);
      this.waiting.set(key, scores);
      this.#changes.mark('scores', key, false);
    }
  }

  forget(id: TrackId, models: readonly string[]): void {
    for (const key of models.map((model) => scoresKey(id, model))) {
      this.waiting.delete(key);
      this.#changes.remove('scores', key);
    }
  }

  /** What these models gave one song; those that gave nothing are left out. */
  async ofSong(id: TrackId, models: readonly string[]): Promise<readonly ModelScores[]> {
    const keys = models.map((model) => scoresKey(id, model));
    const found = keys.flatMap((key) => this.waiting.get(key) ?? []);
    const missing = keys.filter((key) => !this.waiting.has(key));
    if (missing.length === 0) {
      return found;
    }
    const reader = await this.#table.read(missing);
    const model = reader.text('model');
    const read = reader
      .floats('scores')
      .map((scores, row) => ({ model: model[row] ?? '', scores }));
    return [...found, ...read];
  }

  /** What one model gave those of the tracks that it has scored. */
  async ofModel(ids: readonly TrackId[], model: string): Promise<readonly TrackScores[]> {
    const found: TrackScores[] = [];
    const keys: string[] = [];
    for (const id of ids) {
      const key = scoresKey(id, model);
      const scores = this.waiting.get(key)?.scores;
      if (scores === undefined) {
        keys.push(key);
      } else {
        found.push({ id, scores });
      }
    }
    for (let first = 0; first < keys.length; first += KEYS_A_READ) {
      const reader = await this.#table.read(keys.slice(first, first + KEYS_A_READ));
      const names = reader.text('key');
      reader.floats('scores').forEach((scores, row) => {
        found.push({ id: (names[row] ?? '').slice(0, -1 - model.length), scores });
      });
    }
    return found;
  }
}
