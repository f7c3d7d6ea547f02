import { expect, it } from 'vitest';
import { colourByGenre } from './genre-colours';

it('gives the most frequent genres colours, whatever their case, and says what they stand for', () => {
  const { category, colours, legend } = colourByGenre([
    'Rock',
    'rock; Indie',
    'Jazz',
    '',
    'ROCK/Pop',
  ]);
  expect(legend.map(({ genre }) => genre)).toEqual(['Rock', 'Jazz', '']);
  expect(category).toEqual([0, 0, 1, 2, 0]);
  expect(colours).toHaveLength(3);
  expect(new Set(colours).size).toBe(3);
});

it('puts what is beyond the palette together', () => {
  const genres = Array.from({ length: 30 }, (_, index) => `genre ${String(index)}`);
  const { category, colours, legend } = colourByGenre(genres);
  expect(legend.at(-1)?.genre).toBeNull();
  expect(Math.max(...category)).toBe(colours.length - 1);
  expect(category.filter((of) => of === colours.length - 1)).toHaveLength(30 - legend.length + 1);
});

it('has a colour for songs without any genre', () => {
  expect(colourByGenre(['', '']).category).toEqual([0, 0]);
  expect(colourByGenre([])).toMatchObject({ category: [], legend: [] });
});
