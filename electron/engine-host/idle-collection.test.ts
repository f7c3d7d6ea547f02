import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IdleCollection } from './idle-collection';

let used = 0;
let collections = 0;
let idle: IdleCollection;

beforeEach(() => {
  vi.useFakeTimers();
  [used, collections] = [60e6, 0];
  idle = new IdleCollection({
    collect: () => {
      collections++;
      used = 50e6;
    },
    usedBytes: () => used,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('collects once a process has been at rest for ten seconds', () => {
  for (let second = 0; second < 30; second++) {
    idle.worked();
    vi.advanceTimersByTime(1_000);
  }
  expect(collections).toBe(0);
  vi.advanceTimersByTime(8_999);
  expect(collections).toBe(0);
  vi.advanceTimersByTime(1);
  expect(collections).toBe(1);
  vi.advanceTimersByTime(600_000);
  expect(collections).toBe(1);
});

it('collects again only what is worth it', () => {
  const work = (bytes: number): void => {
    used += bytes;
    idle.worked();
    vi.advanceTimersByTime(10_000);
  };
  work(0);
  expect(collections).toBe(1);
  work(3e6);
  work(3e6);
  expect(collections).toBe(1);
  work(3e6);
  expect(collections).toBe(2);
  // What was let go of by itself is no room for more.
  used = 20e6;
  work(0);
  work(9e6);
  expect(collections).toBe(3);
  used = 50e6;
  collections = 2;
  // What is in use and stays so is no garbage.
  idle.worked();
  vi.advanceTimersByTime(10_000);
  expect(collections).toBe(2);
});
