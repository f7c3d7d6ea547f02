import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import type { LaunchOptions, RunningApp } from './app';
import { launchApp } from './app';

/** A person's computer for one test: own settings, own music folder, and the app as often as it is started. */
export interface Computer {
  readonly folder: string;
  readonly userData: string;
  readonly music: string;
  /** Where such a folder is kept as it was when the fixture songs had been listened to (see heard-songs.ts). */
  readonly heard: string;
  /** What a test provokes in the window's console on purpose. */
  readonly expectedErrors: RegExp[];
  /** Starts the app; `userData` is this computer's unless another is given. */
  start(options?: Partial<LaunchOptions>): Promise<RunningApp>;
}

export const test = base.extend<{ computer: Computer }, { place: string }>({
  place: [
    async ({}, use) => {
      const place = await mkdtemp(path.join(os.tmpdir(), 'ok-mugle-e2e-'));
      await use(place);
      await rm(place, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  computer: async ({ place }, use, info) => {
    // At the same place for each test, so that a library, which knows its songs by their paths, can be copied.
    const folder = path.join(place, 'computer');
    const userData = path.join(folder, 'user data');
    const music = path.join(folder, 'Music');
    const heard = path.join(place, 'heard');
    await mkdir(music, { recursive: true });
    const started: RunningApp[] = [];
    const expectedErrors: RegExp[] = [];
    const unexpectedErrors = (): string[] =>
      started
        .flatMap((app) => app.windowErrors())
        .filter((error) => !expectedErrors.some((expected) => expected.test(error)));
    const start: Computer['start'] = async (options = {}) => {
      const app = await launchApp({ userData, ...options });
      started.push(app);
      return app;
    };
    try {
      await use({ folder, userData, music, heard, expectedErrors, start });
      // A test that passed has nothing to hide in the window's console.
      expect.soft(unexpectedErrors()).toEqual([]);
    } finally {
      for (const [number, app] of started.entries()) {
        if (info.status !== info.expectedStatus) {
          const body = `${app.output()}\n${app.windowErrors().join('\n')}`;
          await info.attach(`app-${String(number + 1)}.log`, { body, contentType: 'text/plain' });
        }
        await app.endAnyway();
      }
      await rm(folder, { recursive: true, force: true });
    }
  },
});

export { expect } from '@playwright/test';
