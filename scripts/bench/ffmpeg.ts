import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installs ffmpeg where that is possible without asking: as root on Debian. Elsewhere it says what is missing. */
export async function ensureFfmpeg(tell: (text: string) => void): Promise<void> {
  const isThere = await run('ffmpeg', ['-version']).then(
    () => true,
    () => false,
  );
  if (isThere) {
    return;
  }
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    tell('ffmpeg is not installed: there will be no ratio to it.');
    return;
  }
  tell('Installing ffmpeg with apt-get, to compare with');
  try {
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'ffmpeg'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 << 20,
    });
  } catch (cause) {
    tell(`ffmpeg could not be installed, there will be no ratio to it: ${String(cause)}`);
  }
}
