import { defineConfig } from '@playwright/test';

/** The app from the built bundles, in the real Electron runtime. Needs a display (npm test brings Xvfb). */
export default defineConfig({
  testDir: '.',
  testIgnore: ['packaged/**', 'support/**'],
  outputDir: 'results/source',
  // One app at a time: each has several processes of its own.
  workers: 1,
  fullyParallel: false,
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // The JSON goes to the file that PLAYWRIGHT_JSON_OUTPUT_NAME names.
  reporter:
    process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? [['list']] : [['list'], ['json']],
  use: { trace: 'retain-on-failure' },
});
