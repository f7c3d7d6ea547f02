/** `npm run mugle -- …`: the command line, set up and built first. Only its own output goes to stdout. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { CLI_PARTS, PARTS } from './build/parts.mjs';
import { ensureSetup } from './setup.mjs';
import { root, startedIn } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';

await runMain(async () => {
  await ensureSetup({ withElectron: false });
  await ensureBuilt(CLI_PARTS);
  process.chdir(startedIn('mugle'));
  // In this very process: signals, the terminal and the exit code are the command line's own.
  await import(pathToFileURL(join(root, 'build', PARTS.cli.output)).href);
});
