import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './atomic-folder.mjs';
import { root } from './places.mjs';
import { say } from './say.mjs';

/** A server that can be reached answers sooner; a closed network often drops packets without a word. */
const ANSWER_WITHIN_MS = 8_000;
const STALLED_AFTER_MS = 60_000;

/** The errors of a server that does not answer or does not have the file, as @electron/get's client names them. */
const UNREACHABLE = ['RequestError', 'TimeoutError', 'HTTPError', 'ReadError', 'MaxRedirectsError'];

/** @param {unknown} error @returns {error is Error} false for a wrong checksum, a full disk, … */
export function isUnreachable(error) {
  return error instanceof Error && UNREACHABLE.includes(error.name);
}

/**
 * Downloads the official zip, checks it against the checksums of the npm package, and unpacks it.
 * @param {string} version @param {string} target
 */
export async function fetchOfficial(version, target) {
  const { downloadArtifact } = await import('@electron/get');
  const { default: extract } = await import('extract-zip');
  say(`downloading Electron ${version}`);
  const zip = await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: JSON.parse(
      readFileSync(join(root, 'node_modules', 'electron', 'checksums.json'), 'utf8'),
    ),
    downloadOptions: {
      quiet: !process.stderr.isTTY,
      retry: { limit: 0 },
      timeout: {
        lookup: ANSWER_WITHIN_MS,
        connect: ANSWER_WITHIN_MS,
        secureConnect: ANSWER_WITHIN_MS,
        response: STALLED_AFTER_MS,
        socket: STALLED_AFTER_MS,
      },
    },
  });
  await makeFolder(target, (folder) => extract(zip, { dir: folder }));
  rmSync(zip, { force: true });
}
