import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { AskOfPath } from '../scan/watch-questions';
import { WatchAsker } from './watch-asker';

const here: string[] = [];
const read: string[] = [];
let answerLate: () => void = () => undefined;
let isReaderSilent = false;

/** Of a system in which all that is called `hung…` does not answer until it is told to. */
const askHere = ((_question: string, path: string) => {
  here.push(path);
  return path.startsWith('hung')
    ? new Promise((resolve) => {
        answerLate = () => {
          resolve('late');
        };
      })
    : Promise.resolve(path === 'nothing' ? null : `here ${path}`);
}) as unknown as AskOfPath;

const reader = {
  do: ((job: { path: string }) => {
    read.push(job.path);
    return isReaderSilent
      ? Promise.reject(new MugleError('timed-out', 'No answer.', { path: job.path, stage: 'scan' }))
      : Promise.resolve(`read ${job.path}`);
  }) as never,
};

beforeEach(() => {
  vi.useFakeTimers();
  [here, read].forEach((list) => list.splice(0));
  isReaderSilent = false;
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks by itself while all answers, and needs no reader', async () => {
  const { ask } = new WatchAsker({ reader, askHere });
  expect(await Promise.all([ask('state', 'a'), ask('state', 'b')])).toEqual(['here a', 'here b']);
  expect(await ask('identity', 'nothing')).toBeNull();
  expect(read).toEqual([]);
});

it('lets one question of its own hang, and no other: the reader is asked until that is answered', async () => {
  const { ask } = new WatchAsker({ reader, askHere });
  const asked = Promise.all(['hung 1', 'hung 2', 'c'].map((path) => ask('state', path)));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await asked).toEqual(['read hung 1', 'read hung 2', 'read c']);
  expect(here).toEqual(['hung 1']);
  isReaderSilent = true;
  expect(await ask('state', 'hung 3')).toBeUndefined();
  answerLate();
  await vi.advanceTimersByTimeAsync(0);
  expect(await ask('state', 'd')).toBe('here d');
  expect(here).toEqual(['hung 1', 'd']);
});
