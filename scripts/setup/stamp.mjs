import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './places.mjs';

/** Lies in node_modules, so that whoever deletes that starts afresh. */
const stampFile = join(root, 'node_modules', '.ok-mugle-setup');

/** @returns {Record<string, string>} what was set up, by name; empty when nothing was or the stamp is damaged. */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify({ ...readStamp(), [name]: value }, null, 2)}\n`);
}
