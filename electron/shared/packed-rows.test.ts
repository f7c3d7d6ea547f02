import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedDot, packRows, unpackRow } from './packed-rows';

const value = fc
  .integer({ min: -1_000_000, max: 1_000_000 })
  .map((thousandths) => thousandths / 1000);
const cases = fc
  .integer({ min: 1, max: 20 })
  .chain((dims) =>
    fc.array(fc.array(value, { minLength: dims, maxLength: dims }), { minLength: 1, maxLength: 6 }),
  );

describe('packed rows', () => {
  it('are off by half a step of 32,767 at most, and packed again the same', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const [{ length: dims } = []] = rows;
        const packed = packRows(Float32Array.from(rows.flat()), dims);
        rows.forEach((row, at) => {
          const peak = Math.max(...row.map((each) => Math.abs(each)));
          const found = unpackRow(packed, at);
          row.forEach((each, d) => {
            expect(Math.abs(found[d]! - each)).toBeLessThanOrEqual((peak / 65_534) * 1.01);
          });
        });
        const unpacked = Float32Array.from(rows.flatMap((_, at) => [...unpackRow(packed, at)]));
        expect(packRows(unpacked, dims)).toEqual(packed);
      }),
    );
  });

  it('are multiplied as what they are unpacked to', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const [{ length: dims } = []] = rows;
        const packed = packRows(Float32Array.from(rows.flat()), dims);
        const [a, b] = [unpackRow(packed, 0), unpackRow(packed, rows.length - 1)];
        const products = Array.from(a, (each, d) => each * b[d]!);
        const size = products.reduce((sum, each) => sum + Math.abs(each), 0);
        const dot = products.reduce((sum, each) => sum + each, 0);
        expect(Math.abs(packedDot(packed, 0, rows.length - 1) - dot)).toBeLessThanOrEqual(
          size * 1e-6,
        );
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'with %s in them are no numbers at all, and nothing beside them is changed',
    (bad) => {
      const packed = packRows(Float32Array.of(1, bad, 0.5, 1), 2);
      expect([...unpackRow(packed, 0)]).toEqual([Number.NaN, Number.NaN]);
      expect(unpackRow(packed, 1)[1]).toBe(1);
      expect(packedDot(packed, 0, 1)).toBeNaN();
    },
  );
});
