import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { repoRoot } from './app';

const run = promisify(execFile);

/** Makes a library of songs without files, in styles with genres and decades of their own, where an app will keep its data. */
export async function makeLibrary(userData: string, tracks: number): Promise<void> {
  const script = path.join(repoRoot, 'scripts', 'bench.mjs');
  await run(process.execPath, [
    script,
    'make-library',
    '--tracks',
    String(tracks),
    '--out',
    userData,
  ]);
}
