import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VectorSpace } from './vector-space';

it('many vectors at once are the same as one after another', () => {
  const anyIds = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 40 });
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
      expect(many.matrix).toEqual(single.matrix);
      expect(many.revisions).toEqual(single.revisions);
      expect(many.ids.map((id) => many.rowOf(id))).toEqual(many.ids.map((_, row) => row));
    }),
  );
});
