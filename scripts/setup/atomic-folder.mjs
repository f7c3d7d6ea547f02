import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Fills a folder beside its final place and renames it there, so that a kill half-way leaves nothing that looks whole.
 * @param {string} target absent before
 * @param {(folder: string) => Promise<void>} fill
 */
export async function makeFolder(target, fill) {
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(`${target}.part-`);
  try {
    await fill(temporary);
    try {
      renameSync(temporary, target);
    } catch (error) {
      // Two starts at once: the other one was quicker, and made the same.
      if (!existsSync(target)) {
        throw error;
      }
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
