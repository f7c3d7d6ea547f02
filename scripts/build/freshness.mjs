import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../setup/places.mjs';

const stampOf = (name) => join(root, 'build', '.stamps', `${name}.json`);

/**
 * What every part depends on besides its own sources. A changed lock file means changed libraries.
 */
const COMMON = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/build/parts.mjs'];

/**
 * Whether a part's output was made from its sources as they are now: same modification time, or else same content.
 * @param {string} name
 */
export function isFresh(name) {
  const file = stampOf(name);
  if (!existsSync(file)) {
    return false;
  }
  const { inputs, output } = JSON.parse(readFileSync(file, 'utf8'));
  return existsSync(join(root, output)) && inputs.every(isUnchanged);
}

/** @param {{ path: string, mtimeMs: number, sha256: string }} input */
function isUnchanged({ path, mtimeMs, sha256 }) {
  const file = join(root, path);
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mtimeMs === mtimeMs || hashOf(file) === sha256);
}

/**
 * @param {string} name
 * @param {{ inputs: Iterable<string>, packages: Iterable<string>, output: string, startedMs: number }} made absolute
 *   paths of the sources, the packages that stay outside of the bundle, the main output file
 */
export function stamp(name, { inputs, packages, output, startedMs }) {
  const files = [...new Set([...inputs, ...COMMON.map((path) => join(root, path))])];
  const record = files.map((file) => {
    const { mtimeMs } = statSync(file);
    // Changed while it was being built: make sure that it counts as changed.
    const during = mtimeMs > startedMs;
    return {
      path: relative(root, resolve(file)),
      mtimeMs: during ? 0 : mtimeMs,
      sha256: during ? '' : hashOf(file),
    };
  });
  mkdirSync(join(root, 'build', '.stamps'), { recursive: true });
  writeFileSync(stampOf(name), JSON.stringify({ output: relative(root, output), packages: [...packages], inputs: record }));
}

/** The packages that a built part loads at run time. @param {string} name @returns {string[]} */
export function packagesOf(name) {
  return JSON.parse(readFileSync(stampOf(name), 'utf8')).packages;
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
