import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toTable } from './table';

const program = fileURLToPath(new URL('../bench.mjs', import.meta.url));

describe('bench', () => {
  it.each([[], ['dance'], ['tsne', '--rows', '5'], ['similar', '--rows', '1e3'], ['mel', 'more']])(
    'explains itself on stderr and exits with 2: %s %s',
    (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        encoding: 'utf8',
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('npm run bench -- NAME');
    },
  );

  it('shows results as a table', () => {
    expect(toTable({ rows: 10, ms: 1.23456, runs: [{ n: 5 }, { n: 1000 }] })).toBe(
      'rows: 10\nms: 1.235\nruns\n     n\n     5\n  1000\n',
    );
  });
});
