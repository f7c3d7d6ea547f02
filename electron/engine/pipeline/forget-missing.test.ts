import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { file, id, silent as logger, track } from '../store/testing/sample-rows';
import type { Clock } from './forget-missing';
import { ForgetMissing, KEEP_MISSING_MS } from './forget-missing';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that a test turns, a day at a time. */
function handClock(): Clock & { readonly nextDay: () => void; readonly running: () => number } {
  let now = Date.now();
  const timers = new Set<() => void>();
  return {
    now: () => now,
    every: (milliseconds, run) => {
      expect(milliseconds).toBe(DAY_MS);
      timers.add(run);
      return () => timers.delete(run);
    },
    nextDay: () => {
      now += DAY_MS;
      for (const run of timers) {
        run();
      }
    },
    running: () => timers.size,
  };
}

describe('songs that have been missing for a month', () => {
  let folder = '';
  let store: LibraryStore;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-month-'));
    store = await openLibraryStore(folder, { logger });
    for (const number of [1, 2]) {
      store.putTrack(track(number, { state: 'analysed', models: ['m'] }));
      store.putFile(file(number));
    }
    store.removeFile('/music/1.mp3', true);
    await store.flush();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are forgotten while the engine runs, on the day after it', async () => {
    const clock = handClock();
    const touch = vi.fn();
    const forget = new ForgetMissing(store, { touch }, logger, clock);
    for (let day = 0; day < KEEP_MISSING_MS / DAY_MS; day++) {
      clock.nextDay();
      await vi.waitFor(() => undefined);
      expect([...store.tracks.keys()]).toEqual([id(1), id(2)]);
    }
    clock.nextDay();
    await vi.waitFor(() => {
      expect([...store.tracks.keys()]).toEqual([id(2)]);
    });
    await forget.close();
    expect(touch.mock.calls).toEqual([[id(1)]]);
    expect(clock.running()).toBe(0);
  });

  it('are tried again the next day when they could not be forgotten', async () => {
    const clock = handClock();
    const warn = vi.fn();
    let full = true;
    const failing = {
      forgetMissing: (before: number) =>
        full ? Promise.reject(new Error('the disk is full')) : store.forgetMissing(before),
    } as unknown as LibraryStore;
    const forget = new ForgetMissing(failing, { touch: () => undefined }, { warn }, clock);
    await vi.waitFor(() => {
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('the disk is full'));
    });
    full = false;
    for (let day = 0; day <= KEEP_MISSING_MS / DAY_MS; day++) {
      clock.nextDay();
    }
    await forget.close();
    expect([...store.tracks.keys()]).toEqual([id(2)]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
