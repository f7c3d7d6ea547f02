import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packagesOf } from '../build/freshness.mjs';
import { root } from '../setup/places.mjs';
import { isLoaded, shippedModules } from './shipped-modules.mjs';

/** The engine's bundles: they load libraries, so they lie outside the archive with them (see forge.config.ts). */
const OUTSIDE = ['engine-host', 'engine-worker', 'map-worker', 'lists-worker'];
const INSIDE = ['main', 'preload', 'renderer'];
/** Of a model only what is loaded, and its card; golden outputs and training stay in the source. */
const MODEL_FILES = /^(model\.onnx|model\.json|README\.md|mel-96\.(onnx|json))$/;
/** What other processors than the CPU are tried with. */
const GOLDEN_SONG = join('front-end', 'golden', 'nebula-6s.wav');

/**
 * Lays out exactly what is shipped: bundles, the packages that they load, an icon, and a package.json that names the
 * Electron to pack.
 * @param {string} app where the app goes
 * @param {string} extra where goes what lies beside the app: models and licences
 * @param {string} electronVersion
 */
export function stage(app, extra, electronVersion) {
  rmSync(app, { recursive: true, force: true });
  rmSync(extra, { recursive: true, force: true });
  mkdirSync(join(app, 'resources'), { recursive: true });
  for (const part of [...INSIDE, ...OUTSIDE]) {
    cpSync(join(root, 'build', part), join(app, 'build', part), {
      recursive: true,
      filter: (file) => !file.endsWith('.map'),
    });
  }
  for (const part of OUTSIDE) {
    // Outside the archive the app's own package.json is out of sight.
    writeFileSync(join(app, 'build', part, 'package.json'), '{ "type": "module" }\n');
  }
  cpSync(join(root, 'resources', 'icon.png'), join(app, 'resources', 'icon.png'));
  writeManifest(app, electronVersion);
  copyModules(app, shippedModules(OUTSIDE.flatMap(packagesOf)));
  copyModels(join(extra, 'native-models'));
  for (const name of ['LICENSE', 'NOTICE']) {
    cpSync(join(root, name), join(extra, name));
  }
}

function writeManifest(app, electronVersion) {
  const { name, productName, version, description, license, author, main, type } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name,
    productName,
    version,
    description,
    license,
    author,
    main,
    type,
    devDependencies: { electron: electronVersion },
    config: { forge: relative(app, join(root, 'forge.config.ts')) },
  };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function copyModules(app, modules) {
  for (const path of modules) {
    const from = join(root, path);
    if (existsSync(from)) {
      cpSync(from, join(app, path), { recursive: true, filter: (file) => isLoaded(from, file) });
    }
  }
}

function copyModels(target) {
  const models = join(root, 'native-models');
  for (const file of readdirSync(models, { recursive: true, encoding: 'utf8' })) {
    const parts = file.split(sep);
    if ((parts.length === 2 && MODEL_FILES.test(parts[1] ?? '')) || file === GOLDEN_SONG) {
      mkdirSync(join(target, dirname(file)), { recursive: true });
      cpSync(join(models, file), join(target, file));
    }
  }
}
