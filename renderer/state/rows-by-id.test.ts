import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowsById } from './rows-by-id';
import { anyRows, row } from './testing/rows';

it('has what a map would have, whenever it is asked and however much was prepared', () => {
  const anyStep = fc.oneof(
    anyRows.map((rows) => ({ do: 'replace', rows }) as const),
    fc.nat(60).map((id) => ({ do: 'set', row: row(String(id)) }) as const),
    fc.nat(60).map((id) => ({ do: 'delete', id: String(id) }) as const),
    fc.constant({ do: 'prepare' } as const),
    fc.nat(60).map((id) => ({ do: 'ask', id: String(id) }) as const),
  );
  fc.assert(
    fc.property(fc.array(anyStep), (steps) => {
      const rows = new RowsById();
      let model = new Map<string, unknown>();
      for (const step of steps) {
        switch (step.do) {
          case 'replace':
            rows.replaceAll(step.rows);
            model = new Map(step.rows.map((each) => [each.id, each]));
            break;
          case 'set':
            rows.set(step.row);
            model.set(step.row.id, step.row);
            break;
          case 'delete':
            rows.delete(step.id);
            model.delete(step.id);
            break;
          case 'prepare':
            rows.prepare();
            break;
          case 'ask':
            expect(rows.get(step.id)).toBe(model.get(step.id));
            expect(rows.has(step.id)).toBe(model.has(step.id));
        }
        expect(rows.size).toBe(model.size);
      }
      expect([...rows.values()]).toEqual([...model.values()]);
    }),
  );
});

it('takes in a library piece by piece', () => {
  const rows = new RowsById();
  rows.replaceAll(Array.from({ length: 10_000 }, (_, at) => row(String(at))));
  let pieces = 0;
  while (rows.prepare()) {
    pieces++;
  }
  expect(pieces).toBe(3);
  expect(rows.get('9999')?.id).toBe('9999');
});
