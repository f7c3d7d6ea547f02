import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import { asStoreError } from './store-errors';

export const LOCK_NAME = 'owner.lock';
/** The clock and the uptime are read at different moments; less than this apart counts as the same boot. */
const BOOT_SLACK_MS = 5_000;
const UNCLEAR_WAIT_MS = 200;
/** The same on every Linux a desktop runs. */
const TICKS_PER_SECOND = 100;

const lockContent = z.object({ pid: z.number().int().positive(), token: z.string() });

/** Tokens of the locks this very process holds: after a container restart a dead owner may have had our pid. */
const held = new Set<string>();

/** One process owns a library at a time: two writers would each keep a memory of their own. */
export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a library folder (made when it is not there). A lock whose process is dead is taken over.
 * @throws MugleError `library-locked` when a living process holds it, `disk-full`, `library-failed`.
 */
export async function takeOwnerLock(folder: string): Promise<OwnerLock> {
  await makeFolder(folder);
  const file = path.join(folder, LOCK_NAME);
  const token = randomUUID();
  const content = JSON.stringify({ pid: process.pid, token });
  const giveUpAt = Date.now() + 2 * BOOT_SLACK_MS;
  while (Date.now() < giveUpAt) {
    try {
      await writeNew(file, content);
      held.add(token);
      return { release: () => release(file, token) };
    } catch (cause) {
      if (!isCode(cause, 'EEXIST')) {
        throw unwritable(folder, cause);
      }
    }
    await clearStaleLock(file, folder);
  }
  throw lockedError(folder);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    if (isCode(cause, 'EEXIST') || isCode(cause, 'ENOTDIR')) {
      throw new MugleError(
        'library-failed',
        `The library ${folder} is a file, or lies in one: a library is a folder. Give another.`,
        { path: folder, stage: 'store', cause },
      );
    }
    throw unwritable(folder, cause);
  }
}

function unwritable(folder: string, cause: unknown): MugleError {
  return isCode(cause, 'ENOSPC')
    ? asStoreError(cause, folder)
    : new MugleError(
        'library-failed',
        `The library folder ${folder} cannot be written: ${String(cause)}. Check its permissions.`,
        { path: folder, stage: 'store', cause },
      );
}

/** Leaves no empty file behind when the disk is full. */
async function writeNew(file: string, content: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
  } catch (cause) {
    await rm(file, { force: true });
    throw cause;
  } finally {
    await handle.close();
  }
}

async function clearStaleLock(file: string, folder: string): Promise<void> {
  const owner = await readOwner(file);
  if (owner === 'gone') {
    return;
  }
  if (owner === 'unclear') {
    await sleep(UNCLEAR_WAIT_MS);
    return;
  }
  if (owner !== 'stale') {
    throw lockedError(folder, owner);
  }
  // Renaming first: of two processes that both saw a stale lock, only one can take it away.
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) {
      throw cause;
    }
    return;
  }
  await rm(aside, { force: true });
}

/** The pid of a living owner, or that there is none; `unclear` while its file may still be being written. */
async function readOwner(file: string): Promise<number | 'stale' | 'gone' | 'unclear'> {
  let text: string;
  let madeAt: number;
  try {
    text = await readFile(file, 'utf8');
    madeAt = (await stat(file)).mtimeMs;
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) {
      return 'gone';
    }
    throw cause;
  }
  const parsed = lockContent.safeParse(parseJson(text));
  if (!parsed.success) {
    // A kill between creating and filling the file leaves it empty; a running owner fills it at once.
    return Date.now() - madeAt > BOOT_SLACK_MS ? 'stale' : 'unclear';
  }
  const bootedAt = Date.now() - os.uptime() * 1000;
  if (madeAt < bootedAt - BOOT_SLACK_MS) {
    return 'stale';
  }
  const { pid, token } = parsed.data;
  if (pid === process.pid) {
    return held.has(token) ? pid : 'stale';
  }
  return isAlive(pid) && !(await isAnother(pid, madeAt)) ? pid : 'stale';
}

/**
 * Whether the process is younger than the lock, so that another program got the pid of a dead owner, or is the dead
 * owner itself that nobody took note of. Told only where the system says so cheaply (Linux); elsewhere false.
 */
async function isAnother(pid: number, madeAt: number): Promise<boolean> {
  try {
    const text = await readFile(`/proc/${String(pid)}/stat`, 'latin1');
    // The program's name, in parentheses, may hold spaces. The state comes next, and the start in ticks since the boot.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[19]);
    const bootedAt = Date.now() - os.uptime() * 1000;
    const startedAt = bootedAt + (ticks / TICKS_PER_SECOND) * 1000;
    return fields[0] === 'Z' || startedAt > madeAt + BOOT_SLACK_MS;
  } catch {
    return false;
  }
}

async function release(file: string, token: string): Promise<void> {
  if (!held.delete(token)) {
    return;
  }
  const parsed = lockContent.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
  if (parsed.success && parsed.data.token === token) {
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it lives, it only belongs to someone else.
    return isCode(cause, 'EPERM');
  }
}

function lockedError(folder: string, pid = 0): MugleError {
  const who = pid > 0 ? ` (process ${String(pid)})` : '';
  return new MugleError(
    'library-locked',
    `The library ${folder} is in use by another OK Mugle${who}. Close it, or choose another library folder.`,
    { path: folder, stage: 'store' },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
