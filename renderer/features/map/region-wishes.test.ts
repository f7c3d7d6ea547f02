import { expect, it } from 'vitest';
import type { Region } from './point-facts';
import { wishesOf } from './region-wishes';

let numbers = 0;
const region = (name: string, level: number, songs: number, x = 0, y = 0): Region => ({
  name,
  level,
  songs,
  x,
  y,
  number: numbers++,
});

const REGIONS = [
  region('Folk', 0, 25, 0.5, -0.5),
  region('Rock', 0, 100),
  region('', 0, 400),
  region('Hard rock', 1, 60),
  region('Soft rock', 1, 40, 0.1, 0.1),
  region('Ballads', 2, 9),
];

const names = (zoom: number, regions = REGIONS): string[] =>
  wishesOf(regions, zoom).map(({ text }) => text);

it('from afar the largest regions have their names, largest first; those without one have none', () => {
  expect(names(1)).toEqual(['Rock', 'Folk']);
  expect(names(0.4)).toEqual(['Rock', 'Folk']);
});

it('the closer one looks, the smaller the regions that are named; the smallest stay', () => {
  expect(names(2.1)).toEqual(['Rock', 'Folk']);
  expect(names(2.3)).toEqual(['Hard rock', 'Soft rock']);
  expect(names(5)).toEqual(['Ballads']);
  expect(names(4_000)).toEqual(['Ballads']);
});

it('larger regions have larger letters, in their own places', () => {
  const [rock, folk] = wishesOf(REGIONS, 1);
  expect(rock).toMatchObject({ kind: 'region', at: { x: 0, y: 0 }, size: 19 });
  // A quarter of the songs is half of the way: areas go by numbers of songs.
  expect(folk).toMatchObject({ kind: 'region', at: { x: 0.5, y: -0.5 }, size: 16 });
});

it('two regions of one name are two wishes, in the same order whatever theirs was', () => {
  const twins = [region('Rock', 0, 10, 0.2), region('Jazz', 0, 10), region('Rock', 0, 5, -0.2)];
  expect(names(1, twins)).toEqual(['Jazz', 'Rock', 'Rock']);
  expect(names(1, [...twins].reverse())).toEqual(['Jazz', 'Rock', 'Rock']);
  expect(new Set(wishesOf(twins, 1).map(({ key }) => key)).size).toBe(3);
});

it('a map without regions has no names', () => {
  expect(wishesOf([], 1)).toEqual([]);
});
