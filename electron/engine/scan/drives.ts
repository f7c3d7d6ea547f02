import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where the drive begins that a folder is on: the nearest folder, itself or above it, that is on another device than the
 * one it lies in.
 */
export async function driveOf(folder: string): Promise<string> {
  const dev = await deviceOf(folder);
  let drive = folder;
  for (
    let outer = path.dirname(drive);
    outer !== drive && (await deviceOf(outer)) === dev;
    outer = path.dirname(drive)
  ) {
    drive = outer;
  }
  return drive;
}

/** Whether a drive is there, where one was: a folder on a device of its own, with something in it. */
export async function hasDrive(folder: string): Promise<boolean> {
  const dev = await deviceOf(folder);
  const outer = path.dirname(folder);
  const isOwn = outer === folder || (await deviceOf(outer)) !== dev;
  return dev !== undefined && isOwn && (await hasEntries(folder));
}

/** Whether there is anything in a folder; not in one that cannot be read. */
export async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch {
    return false;
  }
}

async function deviceOf(folder: string): Promise<bigint | undefined> {
  try {
    return (await stat(folder, { bigint: true })).dev;
  } catch {
    return undefined;
  }
}
