/** `npm run build [-- PART…]`: bundles the parts whose sources changed since they were built. */
import { pathToFileURL } from 'node:url';
import { isFresh } from './build/freshness.mjs';
import { PARTS } from './build/parts.mjs';
import { ensureSetup } from './setup.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';

/**
 * Builds what is stale of the named parts; looking takes milliseconds.
 * @param {readonly string[]} names
 * @returns {Promise<void>}
 * @throws Vite's error for a source that cannot be built.
 */
export async function ensureBuilt(names) {
  const stale = names.filter((name) => !isFresh(name));
  if (stale.length === 0) {
    return;
  }
  say(`building ${stale.join(', ')}`);
  // Vite is slow to load and not needed when nothing changed.
  const { bundle } = await import('./build/bundle.mjs');
  for (const name of stale) {
    await bundle(name);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const names = process.argv.slice(2);
    const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
    if (unknown.length > 0) {
      throw new SetupError(
        `no such part: ${unknown.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}.`,
      );
    }
    await ensureSetup({ withElectron: false });
    await ensureBuilt(names.length > 0 ? names : Object.keys(PARTS));
  });
}
