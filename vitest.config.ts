import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const electronTrap = fileURLToPath(
  new URL('./electron/engine/testing/electron-trap.ts', import.meta.url),
);

export default defineConfig({
  test: {
    // Tests of timeouts, drives that hang and processes that are killed mostly wait: two at a time on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        // Plain Node: an import of electron, even a dynamic one, throws.
        resolve: { alias: { electron: electronTrap } },
        test: {
          name: 'engine',
          environment: 'node',
          pool: 'forks',
          globalSetup: ['scripts/build/cli-for-tests.mjs'],
          include: [
            'electron/{engine,engine-host,cli,shared}/**/*.test.ts',
            'native-models/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          // Real decoding and inference on a busy two-core machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'shell',
          environment: 'node',
          include: ['electron/{main,preload}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'node',
          include: ['renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
