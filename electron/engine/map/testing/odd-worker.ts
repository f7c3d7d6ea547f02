import { workerData } from 'node:worker_threads';
import type { TsneTask } from '../tsne-messages';

/** A worker thread that ends in the odd way its seed names: for tests of what the engine makes of it. */
const { seed } = workerData as TsneTask;
switch (seed) {
  case 1:
    throw new RangeError('odd');
  case 2:
    process.exit(3);
  case 3:
    // Ends without a word.
    break;
  default:
    for (;;) {
      // Busy for ever.
    }
}
