/** Vitest's global set-up: tests of the command line start what ships, which begins in a third of the time its sources take. */
import { ensureBuilt } from '../build.mjs';
import { CLI_PARTS } from './parts.mjs';

/** @returns {Promise<void>} */
export async function setup() {
  await ensureBuilt(CLI_PARTS);
}
