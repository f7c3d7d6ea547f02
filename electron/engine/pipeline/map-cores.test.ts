import os from 'node:os';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Cores } from '../../shared/settings';
import { runJob } from './testing/engine-in-folder';
import type { FilledLibrary } from './testing/filled-library';
import { openFilled } from './testing/filled-library';

/** So many songs that several threads share the work. */
const SONGS = 2_000;

let library: FilledLibrary;
beforeAll(async () => {
  library = await openFilled(
    Array.from({ length: SONGS }, (_, song) => ({
      name: (song + 1).toString(16),
      vectors: { genre: [1, Math.sin(song), Math.cos(song), Math.sin(3 * song)] },
    })),
  );
}, 60_000);
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => library.close());

/** Begins a layout, and how many threads it was begun with. */
async function threadsOfLayout(): Promise<number> {
  let threads = 0;
  const count = (): void => {
    threads += 1;
  };
  process.on('worker', count);
  const { engine } = library;
  const stop = engine.onEvent((event) => {
    if (event.kind === 'job' && event.event.kind === 'progress' && event.event.done > 0) {
      void engine.handle('job:cancel', { job: event.event.job });
    }
  });
  try {
    await runJob(engine, () => engine.handle('map:compute', { space: 'genre' }));
    return threads;
  } finally {
    stop();
    process.off('worker', count);
  }
}

it.each([
  ['one', 1],
  ['half', 2],
  ['all', 4],
] as const satisfies readonly (readonly [Cores, number])[])(
  'of four cores a layout takes as many as the settings say: %s',
  async (cores, threads) => {
    vi.spyOn(os, 'availableParallelism').mockReturnValue(4);
    await library.engine.handle('listening:set', { cores });
    expect(await threadsOfLayout()).toBe(threads);
  },
  60_000,
);
