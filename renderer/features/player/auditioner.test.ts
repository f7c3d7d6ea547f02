import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AUDITION_SECONDS, Auditioner } from './auditioner';
import { Element, stubAudio } from './testing/silent-audio';

let elements: readonly [Element, Element];
let auditioner: Auditioner;
/** What was said to be heard, one after the other. */
let sounded: (string | null)[] = [];
let failures: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  stubAudio();
  elements = [new Element(), new Element()];
  sounded = [];
  failures = [];
  auditioner = new Auditioner(elements as unknown as readonly HTMLAudioElement[], {
    onSounding: (id) => sounded.push(id),
    onFailure: (id) => failures.push(id),
    volume: () => 1,
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** How much is heard of each song whose sound runs. */
const heard = (): Record<string, number> =>
  Object.fromEntries(
    elements.flatMap(({ heard: now }) => (now === null ? [] : [[now.id, now.share]])),
  );

/** The song is there now, in the voice that waits for it. */
function arrive(id: string): void {
  for (const element of elements) {
    if (element.src.endsWith(`/${id}`) && element.readyState === 0) {
      element.arrive();
    }
  }
}

/** Lets time go by, and looks every 10 ms. */
function pass(ms: number, look: () => void = () => undefined): void {
  for (let passed = 0; passed < ms; passed += 10) {
    vi.advanceTimersByTime(10);
    look();
  }
}

/** Until it is heard in full. */
function hear(id: string): void {
  auditioner.play(id);
  arrive(id);
  pass(1_500);
  expect(heard()).toEqual({ [id]: 1 });
}

describe('a song that was not heard yet', () => {
  it('is silenced at once when the next begins, and never heard', () => {
    auditioner.play('a');
    arrive('a');
    // It runs in silence, to know how loud it is.
    pass(80);
    expect(heard()).toEqual({ a: 0 });
    auditioner.play('b');
    expect(heard()).toEqual({});
    arrive('b');
    pass(2_000, () => {
      expect(heard()).not.toHaveProperty('a');
    });
    expect(heard()).toEqual({ b: 1 });
    expect(sounded).toEqual(['b']);
  });

  it('makes room while the one before it is heard until the last one asked for is there', () => {
    hear('a');
    auditioner.play('b');
    arrive('b');
    pass(80);
    auditioner.play('c');
    expect(heard()).toEqual({ a: 1 });
    pass(500);
    expect(heard()).toEqual({ a: 1 });
    arrive('c');
    pass(2_000);
    expect(heard()).toEqual({ c: 1 });
    expect(sounded).toEqual(['a', 'c']);
  });

  it('gives way to the one that is still heard, which is not begun again', () => {
    hear('a');
    auditioner.play('b');
    auditioner.play('a');
    arrive('a');
    arrive('b');
    pass(1_000);
    expect(heard()).toEqual({ a: 1 });
    expect(elements.map(({ begun }) => begun)).toEqual([1, 0]);
  });
});

it('waits for one song at a time: one that was asked for before begins nothing', () => {
  for (const id of ['a', 'b', 'a', 'b', 'a']) {
    auditioner.play(id);
  }
  arrive('a');
  expect(elements.map(({ begun }) => begun).sort()).toEqual([0, 1]);
  pass(1_000);
  expect(heard()).toEqual({ a: 1 });
  auditioner.stop();
  pass(1_000);
  // No clock of an earlier beginning runs on.
  expect(vi.getTimerCount()).toBe(0);
});

it('two songs that change places are together as loud as one, all the time', () => {
  hear('a');
  auditioner.play('b');
  arrive('b');
  const together: number[] = [];
  pass(1_500, () => {
    const { a = 0, b = 0 } = heard();
    expect(a ** 2 + b ** 2).toBeCloseTo(1, 2);
    if (Math.min(a, b) > 0.1) {
      together.push(b);
    }
  });
  // Most of 0.4 s.
  expect(together.length).toBeGreaterThan(25);
  expect(together).toEqual([...together].sort((x, y) => x - y));
  expect(heard()).toEqual({ b: 1 });
});

describe('it ends', () => {
  it('when it is stopped: what is heard fades out, what was to be heard never is', () => {
    hear('a');
    auditioner.play('b');
    arrive('b');
    pass(80);
    auditioner.stop();
    expect(sounded.at(-1)).toBeNull();
    const shares: number[] = [];
    pass(400, () => {
      const { a = 0, b = 0 } = heard();
      expect(b).toBe(0);
      shares.push(a);
    });
    expect(shares).toEqual([...shares].sort((x, y) => y - x));
    expect(shares[10]).toBeGreaterThan(0.5);
    pass(400);
    expect(heard()).toEqual({});
    expect(auditioner.sounding).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('by itself after its seconds', () => {
    hear('a');
    pass((AUDITION_SECONDS - 2) * 1000);
    expect(heard()).toEqual({ a: 1 });
    pass(2_000);
    expect(heard()).toEqual({});
    expect(sounded).toEqual(['a', null]);
  });

  it('at once when it is closed', () => {
    hear('a');
    auditioner.play('b');
    arrive('b');
    auditioner.close();
    expect(heard()).toEqual({});
    expect(vi.getTimerCount()).toBe(0);
  });

  it('when a song cannot be played, which is told of once', () => {
    auditioner.play('a');
    elements[0].dispatchEvent(new Event('error'));
    elements[1].dispatchEvent(new Event('error'));
    expect(failures).toEqual(['a']);
    expect(sounded).toEqual([null]);
  });
});
