import { fileURLToPath } from 'node:url';
import type { ElectronApplication } from '@playwright/test';
import { _electron } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A million songs take their time. */
export const OPEN_LIMIT_MS = 300_000;

/** An Electron to run the app with. */
export interface Runtime {
  readonly executable: string;
}

/** Starts the app as it was built, over a folder of its data, and on a music folder if one is given. */
export function launchApp(
  runtime: Runtime,
  userData: string,
  music?: string,
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: runtime.executable,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      root,
      `--user-data-dir=${userData}`,
      ...(music === undefined ? [] : [music]),
    ],
    cwd: root,
    timeout: OPEN_LIMIT_MS,
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
      ),
    ),
  });
}
