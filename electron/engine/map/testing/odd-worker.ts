import { workerData } from 'node:worker_threads';

/** A worker thread that ends in the odd way the seed of its task names: for tests of what the engine makes of it. */
const { seed, task } = workerData as {
  readonly seed?: number;
  readonly task?: { readonly seed: number };
};
switch (seed ?? task?.seed) {
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
