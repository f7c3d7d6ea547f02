/** Vitest's global set-up: tests start the command line and the workers that ship, which begin in a third of the time their sources take. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../build.mjs';
import { root } from '../setup/places.mjs';
import { CLI_PARTS, PARTS } from './parts.mjs';

/** @returns {Promise<void>} */
export async function setup() {
  await ensureBuilt(CLI_PARTS);
  process.env.OK_MUGLE_WORKER = pathToFileURL(join(root, 'build', PARTS['engine-worker'].output)).href;
}
