import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Response } from '../../electron/shared/ipc/contract';
import type { JobEvent, JobProgress } from '../../electron/shared/progress';
import { useJobs } from './jobs';
import { chooseSpace, followMap, followMapChange, openMap, useMap } from './map';

type Answer = Response<'map:layout'>;

/** What the engine answers with, and what it was asked to lay out. */
let answer: Answer;
let computed: string[] = [];

/** A map that was made at a time of its own: what a person declines is remembered by it. */
let madeAt = 0;
function map(change: Partial<Answer> = {}): Answer {
  const three = new Float32Array(3);
  const layout = {
    space: 'genre' as const,
    id: ['a', 'b', 'c'],
    x: three,
    y: three,
    trust: three,
    cluster: new Int32Array(3),
    madeAt: ++madeAt,
  };
  return { layout, stale: 0, placed: 0, placing: 0, trust: 0.5, renew: false, ...change };
}

const running: JobProgress = {
  kind: 'progress',
  job: 'map',
  jobKind: 'map',
  phase: 'laying-out',
  done: 0,
  total: 1,
  ratePerMinute: 0,
  secondsLeft: null,
  failed: 0,
  paused: null,
  ledger: null,
  skips: null,
};

type Finished = Extract<JobEvent, { kind: 'finished' }>;
const finished = (change: Partial<Finished>): Finished => ({
  kind: 'finished',
  job: 'map',
  jobKind: 'map',
  cancelled: false,
  seconds: 1,
  ledger: null,
  skips: null,
  ...change,
});

/** All that was asked for has been answered. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  computed = [];
  useMap.setState({ loaded: false, space: 'genre', layout: null, renew: null });
  useJobs.setState({ running: {} });
  const invoke = (channel: string, request: { space: string }): Promise<unknown> => {
    if (channel === 'map:compute') {
      computed.push(request.space);
    }
    const values: Readonly<Record<string, unknown>> = {
      'map:layout': answer,
      'map:spaces': ['genre'],
      'map:compute': 'map',
    };
    return Promise.resolve({ ok: true, value: values[channel] });
  };
  vi.stubGlobal('window', { api: { invoke } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('a map that tells too little is laid out anew by itself, a good one is not', async () => {
  answer = map();
  await openMap();
  expect([computed, useMap.getState().renew]).toEqual([[], null]);
  answer = map({ renew: true });
  await openMap();
  expect([computed, useMap.getState().renew]).toEqual([['genre'], 'trust']);
});

it('also when songs that came onto it brought that about; not while a map is being made', async () => {
  answer = map();
  await openMap();
  answer = { ...answer, renew: true };
  useJobs.setState({ running: { map: running } });
  followMapChange('genre');
  await settled();
  expect(computed).toEqual([]);
  useJobs.setState({ running: {} });
  followMapChange('blend');
  await settled();
  expect(computed).toEqual([]);
  followMapChange('genre');
  await settled();
  expect(computed).toEqual(['genre']);
});

it.each<[string, Partial<Finished>]>([
  ['a person cancelled', { cancelled: true }],
  ['that failed', { error: { kind: 'internal', message: 'No.' } }],
])('not again once %s; the next map is another matter', async (_, how) => {
  answer = map({ renew: true });
  await openMap();
  followMap(finished(how));
  await settled();
  await openMap();
  followMap(finished({ jobKind: 'scan' }));
  await settled();
  expect([computed, useMap.getState().renew]).toEqual([['genre'], 'trust']);
  answer = map({ renew: true });
  await openMap();
  expect(computed).toEqual(['genre', 'genre']);
});

it('a layout of another space that made way does not lead back there', async () => {
  answer = map({ renew: true });
  await openMap();
  answer = map({ layout: null, renew: false });
  await chooseSpace('melody');
  followMap(finished({ cancelled: true, space: 'genre' }));
  await settled();
  expect(useMap.getState().space).toBe('melody');
  followMap(finished({ cancelled: true, space: 'melody' }));
  await settled();
  expect(useMap.getState().space).toBe('genre');
});
