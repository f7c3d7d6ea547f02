import { beforeEach, expect, it } from 'vitest';
import { useLibrary } from './library';
import { clearPicked, pickPath, pickSet, togglePicked, useMapSelection } from './map-selection';
import { row } from './testing/rows';

beforeEach(() => {
  clearPicked();
  useLibrary.setState({ sorted: ['a', 'b', 'c', 'd'].map((id) => row(id)) });
});

const picked = (): readonly string[] => useMapSelection.getState().ids;

it('songs that are picked one by one keep that order, and are let go by picking them again', () => {
  togglePicked('c');
  togglePicked('a');
  togglePicked('d');
  expect(picked()).toEqual(['c', 'a', 'd']);
  togglePicked('a');
  expect(picked()).toEqual(['c', 'd']);
  togglePicked('a');
  expect(picked()).toEqual(['c', 'd', 'a']);
});

it('songs of a lasso come in the order of the table, after those that are picked', () => {
  pickSet(['c', 'a'], false);
  expect(picked()).toEqual(['a', 'c']);
  togglePicked('d');
  pickSet(['c', 'b', 'a'], true);
  expect(picked()).toEqual(['a', 'c', 'd', 'b']);
  pickSet(['b'], false);
  expect(picked()).toEqual(['b']);
  pickSet([], false);
  expect(useMapSelection.getState()).toEqual({ ids: [], kind: 'set' });
});

it('a path keeps its order, and is none any more once a song is added', () => {
  pickPath(['d', 'a', 'b']);
  expect(useMapSelection.getState()).toEqual({ ids: ['d', 'a', 'b'], kind: 'path' });
  togglePicked('c');
  expect(useMapSelection.getState()).toEqual({ ids: ['d', 'a', 'b', 'c'], kind: 'set' });
});
