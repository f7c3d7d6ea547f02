import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/ipc/contract';
import { createEngine } from './engine';
import type { Engine } from './engine-types';
import { canMount } from './testing/can-mount';
import type { Finished } from './testing/engine-in-folder';
import { MODELS } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

function addsUp({ ledger }: Finished): boolean {
  return ledger !== null && ledger.found === ledger.indexed + ledger.failed + ledger.skipped;
}

describe.runIf(canMount())('a library on a small disk (skipped unless root on Linux)', () => {
  let scratch = '';
  let disk = '';
  let engine: Engine | undefined;
  const events: EngineEvent[] = [];
  const open = async (change: { watch?: boolean } = {}): Promise<Engine> => {
    engine = await createEngine({
      libraryDir: path.join(disk, 'library.lance'),
      cacheDir: path.join(scratch, 'cache'),
      modelsDir: MODELS,
      workers: 1,
      saveIntervalMs: 100,
      logger: { info: () => undefined, warn: () => undefined },
      ...change,
    });
    engine.onEvent((event) => events.push(event));
    return engine;
  };
  const finished = (of: Engine): Promise<Finished> =>
    new Promise((resolve) => {
      const unlisten = of.onEvent((event) => {
        if (event.kind === 'job' && event.event.kind === 'finished') {
          unlisten();
          resolve(event.event);
        }
      });
    });
  const add = async (to: Engine, folder: string): Promise<Finished> => {
    const end = finished(to);
    await to.handle('library:add-roots', { paths: [folder] });
    return end;
  };

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-disk-'));
    disk = path.join(scratch, 'disk');
    await mkdir(disk);
    await mkdir(path.join(scratch, 'music'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
    events.splice(0);
  });
  afterEach(async () => {
    await engine?.close().catch(() => undefined);
    engine = undefined;
    execFileSync('umount', [disk], { stdio: 'ignore' });
    await rm(scratch, { recursive: true, force: true });
  });

  it('stops the scan when the disk is full, opens again, and goes on when there is room', async () => {
    const music = path.join(scratch, 'music');
    for (let seed = 1; seed <= 6; seed++) {
      await writeWav(path.join(music, `${String(seed)}.wav`), seed);
    }
    await (await open()).close();
    const filler = path.join(disk, 'filler');
    const { bavail, bsize } = await statfs(disk);
    await writeFile(filler, Buffer.alloc(bavail * bsize - 24 * 1024));

    const full = await add(await open(), music);
    expect(full).toMatchObject({ cancelled: false, error: { kind: 'disk-full' } });
    expect(full.error?.message).toMatch(/full.*Free some space/);
    expect(addsUp(full)).toBe(true);
    await engine?.close().catch(() => undefined);
    // It opens on the full disk, and what is there can be used.
    await (await open()).handle('library:rows', { since: 0 });
    await engine?.close().catch(() => undefined);

    await rm(filler);
    const more = await add(await open(), music);
    expect(more.error).toBeUndefined();
    expect(more.ledger).toMatchObject({ found: 6, failed: 0 });
    await engine?.close();
    const { rows } = await (await open()).handle('library:rows', { since: 0 });
    expect([...rows.state]).toEqual([1, 1, 1, 1, 1, 1]);
  }, 120_000);

  it('says so when the library folder can only be read', async () => {
    await (await open()).close();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(open()).rejects.toMatchObject({ kind: 'library-failed' });
    await expect(open()).rejects.toThrow(/cannot be written.*Check its permissions/);
  });

  it('lets a drive go that it watches, and takes that for no deletion', async () => {
    const home = disk;
    await writeWav(path.join(disk, 'song.wav'), 1);
    disk = path.join(scratch, 'library');
    const watching = await open({ watch: true });
    expect((await add(watching, home)).ledger).toMatchObject({ indexed: 1 });
    disk = home;
    execFileSync('umount', [disk]);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const { rows } = await watching.handle('library:rows', { since: 0 });
    expect([...rows.state]).toEqual([1]);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', disk]);
  }, 60_000);
});
