import { defineConfig } from '@playwright/test';
import source from './playwright.config';

/** The packaged folder as `npm run package` leaves it in `out/`. */
export default defineConfig(source, {
  testDir: './packaged',
  testIgnore: [],
  outputDir: 'results/packaged',
});
