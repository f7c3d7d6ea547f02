import { openLibraryStore } from '../library-store';
import { VectorSpace } from '../vector-space';
import { id, silent, track } from './sample-rows';

/** Songs of each turn, more than fit into one page. */
const SONGS = 400;

/**
 * Replaces the space of lists again and again until it is killed, telling of each turn. In turn g all vectors start with g, and the songs
 * whose number has the remainder g mod 2 are learned. Started by a test.
 */
async function relearnForever(folder: string): Promise<void> {
  const store = await openLibraryStore(folder, { logger: silent });
  const numbers = Array.from({ length: SONGS }, (_, at) => at);
  for (const number of numbers) {
    store.putTrack(track(number));
  }
  for (let turn = 1; ; turn++) {
    const space = new VectorSpace(128, SONGS);
    for (const number of numbers) {
      space.set(id(number), new Float32Array(128).fill(number).fill(turn, 0, 1));
    }
    const learned = numbers.filter((number) => number % 2 === turn % 2).map(id);
    store.replaceLearned(space, new Set(learned));
    await store.flush();
    process.stdout.write(`${String(turn)}\n`);
  }
}

void relearnForever(process.argv[2] ?? '');
