import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import type { RunningApp } from './app';
import { repoRoot } from './app';
import type { Computer } from './test';
import { AppWindow } from './window';

const run = promisify(execFile);

/** The app over a library of songs without files, in styles with genres and decades of their own. */
export async function openMadeLibrary(
  computer: Computer,
  tracks: number,
): Promise<{ readonly app: RunningApp; readonly ui: AppWindow }> {
  await makeLibrary(computer.userData, tracks);
  const app = await computer.start();
  const ui = new AppWindow(app.page);
  await expect(ui.rows.first()).toBeVisible();
  return { app, ui };
}

async function makeLibrary(userData: string, tracks: number): Promise<void> {
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
