import { expect, it } from 'vitest';
import type { EngineEvent } from '../shared/ipc/contract';
import type { SettingsPatch } from '../shared/settings';
import { DEFAULT_SETTINGS } from '../shared/settings';
import { Manners } from './manners';

it('tells the engine what holds listening back, only where a setting says so, and again after a restart', () => {
  const asked: unknown[] = [];
  let state: EngineEvent & { kind: 'engine-state' } = { kind: 'engine-state', state: 'starting' };
  let settings = { ...DEFAULT_SETTINGS };
  let tell: (event: EngineEvent) => void = () => undefined;
  const manners = new Manners(
    {
      get state() {
        return state;
      },
      onEvent: (listener) => {
        tell = listener;
        return () => undefined;
      },
      request: (_channel, request) => {
        asked.push(request);
        return Promise.resolve({ workers: 1, paused: null } as never);
      },
    },
    { get: () => settings },
    { warn: () => undefined },
  );
  const set = (patch: SettingsPatch): void => {
    settings = { ...settings, ...(patch as Partial<typeof settings>) };
    manners.apply();
  };
  const turn = (now: 'ready' | 'down'): void => {
    state = { kind: 'engine-state', state: now };
    tell(state);
  };

  manners.setOnBattery(true);
  expect(asked).toEqual([]);
  turn('ready');
  expect(asked.at(-1)).toEqual({ cores: 'half', processor: 'automatic', holds: ['battery'] });
  manners.setPlaying(true);
  expect(asked.at(-1)).toEqual({ cores: 'half', processor: 'automatic', holds: ['battery'] });
  set({ pauseWhilePlaying: true, cores: 'all' });
  expect(asked.at(-1)).toEqual({
    cores: 'all',
    processor: 'automatic',
    holds: ['battery', 'playing'],
  });
  set({ pauseOnBattery: false });
  expect(asked.at(-1)).toEqual({ cores: 'all', processor: 'automatic', holds: ['playing'] });
  turn('down');
  const before = asked.length;
  manners.setPlaying(false);
  expect(asked).toHaveLength(before);
  turn('ready');
  expect(asked.at(-1)).toEqual({ cores: 'all', processor: 'automatic', holds: [] });
});
