import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VectorSpace } from './vector-space';

const anyId = fc.integer({ min: 0, max: 30 }).map(String);

it('many vectors at once are the same as one after another', () => {
  const anyIds = fc.array(anyId, { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(anyIds, { maxLength: 5 }), (batches) => {
      const single = new VectorSpace(2);
      const many = new VectorSpace(2, 1);
      let value = 0;
      for (const ids of batches) {
        const values = Float32Array.from({ length: ids.length * 2 }, () => value++);
        many.setAll(ids, values);
        ids.forEach((id, row) => {
          single.set(id, values.slice(row * 2, row * 2 + 2));
        });
      }
      expect(many.ids).toEqual(single.ids);
      expect(many.codes).toEqual(single.codes);
      expect(many.peaks).toEqual(single.peaks);
      expect(many.revisions).toEqual(single.revisions);
      expect(many.ids.map((id) => many.rowOf(id))).toEqual(many.ids.map((_, row) => row));
    }),
  );
});

it('holds what was put in last, whatever was taken out between', () => {
  const change = fc.record({
    id: anyId,
    out: fc.boolean(),
    value: fc.integer({ min: -9, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const space = new VectorSpace(3, 1);
      const expected = new Map<string, Float32Array>();
      for (const { id, out, value } of changes) {
        const before = space.changes;
        const isChange = !out || expected.has(id);
        if (out) {
          expect(space.delete(id)).toBe(expected.delete(id));
        } else {
          // Of one size or none: these are kept to the last bit.
          const vector = Float32Array.of(value, -value, 0);
          space.set(id, vector);
          expected.set(id, vector);
        }
        expect(space.changes === before).toBe(!isChange);
      }
      expect([...space.ids].sort()).toEqual([...expected.keys()].sort());
      expect(space.peaks).toHaveLength(expected.size);
      const ids = [...expected.keys(), 'nobody'];
      const rows = space.rowsOf(ids);
      ids.forEach((id, at) => {
        const vector = expected.get(id);
        const [own, listed] = [space.get(id), rows.subarray(at * 3, at * 3 + 3)];
        expect(own === undefined).toBe(vector === undefined);
        for (const [d, value] of (vector ?? [0, 0, 0]).entries()) {
          expect((own?.[d] ?? 0) + 0).toBe(value + 0);
          expect(listed[d]! + 0).toBe(value + 0);
        }
      });
    }),
  );
});
