import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Part of every Linux. */
const UNMOUNT = 'umount';

/** Why no hanging drive can be mounted here; `undefined` when one can. */
export function whyNoHangingDrive(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/dev/fuse')) {
    return 'there is no /dev/fuse';
  }
  return process.getuid?.() === 0 ? undefined : 'only root may mount';
}

/** Mounts a drive whose files hang, over what is in the folder; see `hanging-drive-server.ts`. Returns what takes it away. */
export async function mountHangingDrive(
  folder: string,
  names: readonly string[],
): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const entry = fileURLToPath(new URL('./hanging-drive-server.ts', import.meta.url));
  const server = spawn(process.execPath, ['--import', tsx, entry, folder, ...names], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  await once(server.stdout, 'data');
  return async () => {
    server.kill('SIGKILL');
    await ended;
    execFileSync(UNMOUNT, ['-l', folder]);
  };
}
