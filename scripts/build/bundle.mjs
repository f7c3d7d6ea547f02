import { isBuiltin } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { root } from '../setup/places.mjs';
import { stamp } from './freshness.mjs';
import { PARTS } from './parts.mjs';

/** The oldest runtime that a bundle meets: Node 20 (Electron 33, and plain Node for the command line). */
const NODE_TARGET = 'node20';
const BROWSER_TARGET = 'chrome130';

/** Builds one part with Vite and notes what it was made of. @param {string} name */
export async function bundle(name) {
  const startedMs = Date.now();
  /** @typedef {{ inputs: Set<string>, packages: Set<string> }} Made */
  const made = { inputs: new Set(), packages: new Set() };
  const part = PARTS[name];
  const entry = join(root, part.entry);
  const output = join(root, 'build', part.output);
  await build(
    part.entry.endsWith('.html')
      ? windowConfig(entry, output, made)
      : nodeConfig(part, entry, output, made),
  );
  stamp(name, { ...made, output, startedMs });
}

/** @returns {import('vite').InlineConfig} */
function nodeConfig({ format = 'es', libraries = 'outside' }, entry, output, made) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [note(made)],
    ssr:
      libraries === 'inside'
        ? { noExternal: true, target: 'node' }
        : { external: true, ...(Array.isArray(libraries) ? { noExternal: libraries } : {}) },
    build: {
      ssr: entry,
      target: NODE_TARGET,
      outDir: dirname(output),
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      rollupOptions: {
        external: (id) => id === 'electron' || isBuiltin(id),
        output: {
          format,
          entryFileNames: basename(output),
          // Beside the entry: code looks for its neighbours from where it lies.
          chunkFileNames: '[name].js',
          ...(format === 'cjs' ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

/** @returns {import('vite').InlineConfig} */
function windowConfig(entry, output, made) {
  return {
    configFile: false,
    root: dirname(entry),
    base: './',
    logLevel: 'warn',
    plugins: [react(), note(made)],
    build: {
      target: BROWSER_TARGET,
      outDir: dirname(output),
      emptyOutDir: true,
      // The content security policy allows no data: scripts, and files are local anyway.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
    },
  };
}

/**
 * Notes every source file of ours that goes into a bundle, and every package that stays outside of it.
 * @param {Made} made
 * @returns {import('vite').Plugin}
 */
function note(made) {
  return {
    name: 'note',
    generateBundle(_options, chunks) {
      for (const id of this.getModuleIds()) {
        const file = id.split('?')[0];
        if (file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)) {
          made.inputs.add(file);
        }
      }
      for (const chunk of Object.values(chunks)) {
        const imports = chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : [];
        for (const id of imports) {
          if (chunks[id] === undefined && !isBuiltin(id) && id !== 'electron') {
            made.packages.add(id.split('/', id.startsWith('@') ? 2 : 1).join('/'));
          }
        }
      }
    },
  };
}
