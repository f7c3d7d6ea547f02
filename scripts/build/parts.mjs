/**
 * The bundles of the app, by name. `libraries: 'outside'` leaves node_modules to be loaded at run time (native code,
 * WebAssembly); `'inside'` bundles everything, for processes that cannot load modules or should start at once; a list bundles
 * these, and leaves the others outside.
 * @type {Readonly<Record<string, { entry: string, output: string, format?: 'es' | 'cjs', libraries?: 'inside' | 'outside' | string[] }>>}
 */
export const PARTS = {
  main: { entry: 'electron/main/main.ts', output: 'main/main.js', libraries: 'inside' },
  preload: {
    entry: 'electron/preload/preload.ts',
    output: 'preload/preload.cjs',
    // A sandboxed preload is loaded as CommonJS and has no module loader.
    format: 'cjs',
    libraries: 'inside',
  },
  'engine-host': {
    entry: 'electron/engine-host/main.ts',
    output: 'engine-host/main.js',
    // Hundreds of small files: one is read in a third of the time, and the window waits for it.
    libraries: ['zod', 'apache-arrow', 'picomatch'],
  },
  'engine-worker': {
    entry: 'electron/engine/pipeline/worker-entry.ts',
    output: 'engine-worker/worker.js',
  },
  'map-worker': { entry: 'electron/engine/map/tsne-worker.ts', output: 'map-worker/worker.js' },
  'lists-worker': {
    entry: 'electron/engine/playlists/music2vec/music2vec-worker.ts',
    output: 'lists-worker/worker.js',
  },
  cli: { entry: 'electron/cli/main.ts', output: 'cli/mugle.js' },
  renderer: { entry: 'renderer/index.html', output: 'renderer/index.html' },
};

/** What the window needs; the command line needs fewer. */
export const APP_PARTS = [
  'main',
  'preload',
  'engine-host',
  'engine-worker',
  'map-worker',
  'lists-worker',
  'renderer',
];
export const CLI_PARTS = ['cli', 'engine-worker', 'map-worker', 'lists-worker'];
