import { beforeEach, expect, it } from 'vitest';
import { enqueue, currentOf, play, playQueue, playNext, step, usePlayer } from './player';

beforeEach(() => {
  usePlayer.setState({ queue: [], index: -1, playing: false, picked: 0 });
});

const queue = (): readonly string[] => usePlayer.getState().queue;
const current = (): string | null => currentOf(usePlayer.getState());

it('songs that come next go between; what plays is not picked again', () => {
  play('b', ['a', 'b', 'c']);
  const { picked } = usePlayer.getState();
  playNext(['x', 'y']);
  expect(queue()).toEqual(['a', 'b', 'x', 'y', 'c']);
  expect([current(), usePlayer.getState().picked]).toEqual(['b', picked]);
  step(1);
  expect([current(), usePlayer.getState().picked]).toEqual(['x', picked + 1]);
});

it('songs at the end go there', () => {
  play('a', ['a', 'b']);
  enqueue(['x']);
  expect(queue()).toEqual(['a', 'b', 'x']);
});

it('with nothing to go on from they are played', () => {
  playNext(['x', 'y']);
  expect([current(), queue(), usePlayer.getState().playing]).toEqual(['x', ['x', 'y'], true]);
  usePlayer.setState({ queue: [], index: -1 });
  enqueue(['z']);
  expect(current()).toBe('z');
});

it('plays all from the first; the same song again is picked again', () => {
  playQueue(['a', 'b']);
  playQueue([]);
  expect([current(), usePlayer.getState().picked]).toEqual(['a', 1]);
  play('a', ['a', 'b']);
  expect(usePlayer.getState().picked).toBe(2);
});
