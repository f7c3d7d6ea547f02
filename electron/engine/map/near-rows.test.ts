import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostSimilar } from './near-rows';

it('finds the most similar rows, up to a step at the lower end', () => {
  const some = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 250 }), (values, most) => {
      const found = mostSimilar(Float64Array.from(values), most);
      expect(found).toHaveLength(Math.min(most, values.length));
      expect([...found]).toEqual([...new Set(found)].sort((a, b) => a - b));
      const step = (Math.max(...values) - Math.min(...values)) / 4095;
      const lowest = Math.min(...Array.from(found, (row) => values[row]!));
      const left = values.filter((_, row) => !found.includes(row));
      expect(Math.max(-Infinity, ...left)).toBeLessThanOrEqual(lowest + step + 1e-12);
    }),
  );
});
