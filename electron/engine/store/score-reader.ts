import type { TrackId } from '../../shared/records';
import type { LanceTable } from './lance-table';
import type { ModelScores, TrackScores } from './stored-records';
import { scoresKey } from './table-specs';

/** Keys that one question to the table names. */
const KEYS_A_READ = 500;

/** What one model gave those of the tracks that it has scored: first from what waits to be written, then from the table. */
export async function readScoresOf(
  table: LanceTable,
  waiting: ReadonlyMap<string, ModelScores>,
  ids: readonly TrackId[],
  model: string,
): Promise<readonly TrackScores[]> {
  const found: TrackScores[] = [];
  const keys: string[] = [];
  for (const id of ids) {
    const key = scoresKey(id, model);
    const scores = waiting.get(key)?.scores;
    if (scores === undefined) {
      keys.push(key);
    } else {
      found.push({ id, scores });
    }
  }
  for (let first = 0; first < keys.length; first += KEYS_A_READ) {
    const reader = await table.read(keys.slice(first, first + KEYS_A_READ));
    const names = reader.text('key');
    reader.floats('scores').forEach((scores, row) => {
      found.push({ id: (names[row] ?? '').slice(0, -1 - model.length), scores });
    });
  }
  return found;
}
