import { beforeEach, expect, it } from 'vitest';
import type { MapMoment } from './map-history';
import { lastCamera, remember, stepHistory, useMapHistory } from './map-history';

const moment = (x: number, selected: string | null = null): MapMoment => ({
  space: 'genre',
  camera: { x, y: 0, zoom: 1 },
  selected,
  picked: useMapHistory.getState().moments[0]?.picked ?? [],
  kind: 'set',
});

beforeEach(() => {
  useMapHistory.setState({ moments: [], at: -1 });
});

it('goes back and forward, and ends at both ends', () => {
  remember(moment(0));
  remember(moment(0.5));
  remember(moment(0.5, 'a'));
  expect(stepHistory(1)).toBeNull();
  expect(stepHistory(-1)?.selected).toBeNull();
  expect(stepHistory(-1)?.camera.x).toBe(0);
  expect(stepHistory(-1)).toBeNull();
  expect(stepHistory(1)?.camera.x).toBe(0.5);
  expect(lastCamera().x).toBe(0.5);
});

it('the same again, or nearly, is no moment', () => {
  remember(moment(0));
  remember(moment(0.01));
  remember(moment(0));
  expect(useMapHistory.getState().moments).toHaveLength(1);
});

it('going on from the past forgets the future', () => {
  remember(moment(0));
  remember(moment(0.5));
  stepHistory(-1);
  remember(moment(-0.5));
  expect(useMapHistory.getState().moments.map(({ camera }) => camera.x)).toEqual([0, -0.5]);
  expect(stepHistory(1)).toBeNull();
});
