import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../setup/places.mjs';

/** Files of packages that nothing loads. */
const NOT_LOADED =
  /\.(d\.[cm]?ts|ts|map|md|markdown|flow|tsbuildinfo)$|(^|\/)(test|tests|docs|examples|\.github)(\/|$)/;
/** onnxruntime-node brings its libraries for every platform; one is enough. */
const PLATFORM_FILE = /^bin\/napi-v\d+\/(?<platform>[^/]+)(\/(?<arch>[^/]+))?/;

/**
 * The packages in node_modules that the given ones need at run time, themselves included, as package-lock.json has
 * them. Optional ones count where they are installed: native libraries come that way.
 * @param {readonly string[]} names
 * @returns {string[]} paths such as `node_modules/zod`, sorted
 */
export function shippedModules(names) {
  const { packages } = JSON.parse(
    readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8'),
  );
  const shipped = new Set();
  const add = (name, from, required) => {
    const path = find(packages, name, from);
    if (path === undefined) {
      if (required) {
        throw new Error(`${from || 'the app'} needs ${name}, which is not installed.`);
      }
      return;
    }
    if (shipped.has(path)) {
      return;
    }
    shipped.add(path);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[path];
    Object.keys(dependencies).forEach((next) => add(next, path, true));
    Object.keys(peerDependencies).forEach((next) => add(next, path, false));
    // Optional native libraries are for platforms; what else is optional is for uses that this app does not have.
    Object.keys(optionalDependencies)
      .filter((next) => packages[find(packages, next, path)]?.os !== undefined)
      .forEach((next) => add(next, path, false));
  };
  names.forEach((name) => add(name, '', true));
  return [...shipped].sort();
}

/** Node's own look-up: beside the package that asks, then further up. */
function find(packages, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path] !== undefined) {
      return path;
    }
    if (at === '') {
      return undefined;
    }
  }
}

/**
 * Whether a file or folder of a package is needed at run time.
 * @param {string} packageFolder absolute
 * @param {string} file absolute
 */
export function isLoaded(packageFolder, file) {
  const inside = relative(packageFolder, file).split(sep).join('/');
  if (inside === 'node_modules' || NOT_LOADED.test(inside)) {
    // Nested packages are shipped by themselves, where they are needed.
    return false;
  }
  const { platform = process.platform, arch = process.arch } =
    PLATFORM_FILE.exec(inside)?.groups ?? {};
  return platform === process.platform && arch === process.arch;
}
