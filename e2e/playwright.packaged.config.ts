import { defineConfig } from '@playwright/test';

/** The packaged folder as `npm run package` leaves it in `out/`. */
export default defineConfig({
  testDir: './packaged',
  outputDir: 'results/packaged',
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
