import { existsSync } from 'node:fs';
import { cp, rename, utimes } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { LaunchOptions, RunningApp } from './app';
import { finishedScans } from './events';
import { copySongs, fixtureNames } from './songs';
import type { Computer } from './test';

/** On whole seconds, as a copy of a file keeps no more of its time than a Date holds. */
const COPIED_AT = new Date('2026-01-01T12:00:00Z');

/**
 * Starts the app over the fixture songs, all of them listened to in a scan before. The first test that asks waits for the app to
 * listen to them; what it wrote then is what others begin with, as copies at the same place.
 */
export async function startWithHeardSongs(
  computer: Computer,
  options: Partial<LaunchOptions> = {},
): Promise<RunningApp> {
  await (existsSync(computer.heard)
    ? cp(computer.heard, computer.folder, { recursive: true, preserveTimestamps: true })
    : listen(computer));
  return computer.start({ folder: computer.music, ...options });
}

async function listen(computer: Computer): Promise<void> {
  const songs = await copySongs(computer.music);
  await Promise.all(songs.map((song) => utimes(song, COPIED_AT, COPIED_AT)));
  const app = await computer.start({ folder: computer.music });
  const heard = (await finishedScans(app, 1)).at(-1);
  const all = (await fixtureNames()).length;
  expect(heard).toEqual({ found: all, indexed: all, failed: 0, skipped: 0 });
  await app.quit();
  const unfinished = `${computer.heard} unfinished`;
  await cp(computer.folder, unfinished, { recursive: true, preserveTimestamps: true });
  await rename(unfinished, computer.heard);
}
