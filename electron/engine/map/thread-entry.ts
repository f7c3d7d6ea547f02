import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * The program of a worker thread: `source` beside the module at `from`, or `bundled` as it is seen from any bundle under `build/`. A
 * thread starts from a plain file: one that is named inside an Electron archive lies unpacked beside it.
 */
export function threadEntry(from: string, source: string, bundled: string): URL {
  const entry = new URL(from.endsWith('.ts') ? source : bundled, from);
  return new URL(entry.href.replace(/\/app\.asar\//, '/app.asar.unpacked/'));
}

/** From source the thread loads TypeScript first: the `--import` of a process does not reach its threads. */
export function runnable(entry: URL): URL {
  if (!entry.pathname.endsWith('.ts')) {
    return entry;
  }
  const manifest = createRequire(import.meta.url).resolve('tsx/package.json');
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(manifest)).href;
  const program = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(entry.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
