import { expect, it } from 'vitest';
import { followEngine, startsAgain, useEngine } from './engine';

it('starts again once it has been up, not when it starts first', () => {
  const again = (): boolean => startsAgain(useEngine.getState());
  expect(again()).toBe(false);
  followEngine({ state: 'starting' });
  expect(again()).toBe(false);
  followEngine({ state: 'ready' });
  expect(again()).toBe(false);
  followEngine({ state: 'starting' });
  expect(again()).toBe(true);
});

it('keeps no error once it starts', () => {
  const error = { kind: 'internal', message: 'broken' } as const;
  followEngine({ state: 'down', error });
  expect(useEngine.getState()).toMatchObject({ state: 'down', error });
  followEngine({ state: 'starting' });
  expect(useEngine.getState()).toEqual({ state: 'starting', wasReady: true });
});
