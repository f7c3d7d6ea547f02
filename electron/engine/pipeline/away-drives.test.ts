import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TRACK_STATES } from '../../shared/records';
import { splitTexts } from '../../shared/text-column';
import { openLibraryStore } from '../store/library-store';
import { readBundledModels } from './bundled-models';
import { canMount } from './testing/can-mount';
import type { Bench, Finished } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

const { ids: models } = await readBundledModels(MODELS);
describe.runIf(canMount())('a drive below a music folder (skipped unless root on Linux)', () => {
  let drives = '';
  const mounted: string[] = [];
  let bench: Bench;
  let workers = obedientWorkers(models);
  let nas = '';
  /** Makes a drive that keeps what is on it while it is not mounted where its songs are looked for. */
  const makeDrive = async (name: string): Promise<string> => {
    const drive = path.join(drives, name);
    await mkdir(drive);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', drive]);
    mounted.push(drive);
    return drive;
  };
  const mount = async (drive: string): Promise<void> => {
    await mkdir(nas, { recursive: true });
    execFileSync('mount', ['--bind', drive, nas]);
    mounted.push(nas);
  };
  const unmount = (at: string): void => {
    execFileSync('umount', [at]);
    mounted.splice(mounted.lastIndexOf(at), 1);
  };
  const add = (root: string): Promise<Finished> =>
    bench.run((engine) => engine.handle('library:add-roots', { paths: [root] }));
  const rescan = (): Promise<Finished> => bench.run((engine) => engine.handle('scan:start', {}));
  const states = async (): Promise<string[]> =>
    [...(await bench.engine.handle('library:rows', { since: 0 })).rows.state].map(
      (state) => TRACK_STATES[state] ?? '',
    );
  const paths = async (): Promise<string[]> => {
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const ids = splitTexts(rows.id);
    const tracks = ids.map((id) => bench.engine.handle('library:track', { id }));
    return (await Promise.all(tracks)).flatMap((track) => track.paths).sort();
  };
  /** Which drives were told to be away, since this was last asked. */
  const told = (): (string | undefined)[] =>
    bench.events
      .splice(0)
      .flatMap((event) => (event.kind === 'notice' ? [event.error] : []))
      .map(({ kind, path: at }) => (kind === 'drive-away' ? at : kind));

  beforeEach(async () => {
    drives = await mkdtemp(path.join(os.tmpdir(), 'mugle-drives-'));
    workers = obedientWorkers(models);
    workers.setQuick(true);
    bench = await openBench({ spawnWorker: workers.spawnWorker });
    nas = path.join(bench.music, 'nas');
    const drive = await makeDrive('one');
    await mkdir(path.join(drive, 'album'));
    await writeWav(path.join(drive, 'one.wav'), 1, 1);
    await writeWav(path.join(drive, 'album', 'two.wav'), 2, 1);
    await writeWav(path.join(bench.music, 'here.wav'), 3, 1);
    await mount(drive);
  });
  afterEach(async () => {
    await bench.engine.close();
    mounted
      .splice(0)
      .reverse()
      .forEach((at) => execFileSync('umount', [at]));
    await bench.remove();
    await rm(drives, { recursive: true, force: true });
  });

  it.each([
    ['it was a root before the folder above it', ['nas', '.']],
    ['a folder on it was a root before the folder above', ['nas/album', '.']],
    ['the folder above it was the only root ever', ['.']],
  ])('is not taken for deletion when it is unmounted: %s', async (_, roots) => {
    for (const root of roots) {
      await add(path.join(bench.music, root));
    }
    expect(await bench.engine.handle('library:roots', {})).toEqual([bench.music]);
    expect(await states()).toEqual(['analysed', 'analysed', 'analysed']);
    bench = await bench.reopen();
    unmount(nas);
    // Then the empty folder goes too: systems take away what they made for a drive.
    for (let scan = 0; scan < 2; scan++) {
      expect((await rescan()).ledger).toMatchObject({ found: 1, skipped: 1 });
      expect(await states()).toEqual(['analysed', 'analysed', 'analysed']);
      expect(told()).toEqual([nas]);
      await rm(nas, { recursive: true, force: true });
    }
    await mount(path.join(drives, 'one'));
    expect((await rescan()).ledger).toMatchObject({ found: 3, skipped: 3 });
    expect(told()).toEqual([]);
    expect(workers.begun).toHaveLength(3);
  });

  it('is not taken for deletion when the folder above is added while it is away', async () => {
    await add(path.join(nas, 'album'));
    unmount(nas);
    await add(bench.music);
    expect(await states()).toEqual(['analysed', 'analysed']);
    expect(told()).toEqual([nas]);
    await mount(path.join(drives, 'one'));
    expect((await rescan()).ledger).toMatchObject({ found: 3, indexed: 1, skipped: 2 });
    expect(workers.begun).toHaveLength(3);
  });

  it('is not taken for deletion when another one is in its place, or a song lies hidden below it', async () => {
    await add(bench.music);
    unmount(nas);
    const other = await makeDrive('other');
    await writeWav(path.join(other, 'other.wav'), 4, 1);
    await mount(other);
    expect((await rescan()).ledger).toMatchObject({ found: 2, indexed: 1 });
    expect(told()).toEqual([nas]);
    // Nor later, when the songs of the other one are known as well.
    for (let scan = 0; scan < 2; scan++) {
      expect((await rescan()).ledger).toMatchObject({ found: 2, skipped: 2 });
      expect(told()).toEqual([nas]);
      expect(await states()).toEqual(Array.from({ length: 4 }, () => 'analysed'));
    }
    // It is back, and one of its songs was deleted.
    unmount(nas);
    await rm(path.join(drives, 'one', 'one.wav'));
    await mount(path.join(drives, 'one'));
    await rescan();
    expect(told()).toEqual([nas]);
    expect((await states()).sort()).toEqual(['analysed', 'analysed', 'analysed', 'missing']);
    expect(await paths()).toContain(path.join(nas, 'other.wav'));
    expect(workers.begun).toHaveLength(4);
    unmount(nas);
    await writeWav(path.join(nas, 'hidden.wav'), 5, 1);
    for (let scan = 0; scan < 2; scan++) {
      await rescan();
      expect(told()).toEqual([nas]);
      expect((await states()).sort()).toEqual([
        ...Array.from({ length: 4 }, () => 'analysed'),
        'missing',
      ]);
    }
  });

  it('lets its songs go when a person says that they are gone, for as long as they are not back', async () => {
    const gone = (): Promise<Finished> =>
      bench.run(async (engine) => {
        const job = await engine.handle('drives:songs-gone', { path: nas });
        return job ?? expect.fail('no drive was known');
      });
    const sorted = async (): Promise<string[]> => (await states()).sort();
    await add(bench.music);
    const other = await makeDrive('other');
    await writeWav(path.join(other, 'other.wav'), 4, 1);
    // Another one is in its place; all that is there stays.
    unmount(nas);
    await mount(other);
    await rescan();
    expect(told()).toEqual([nas]);
    await gone();
    expect(told()).toEqual([]);
    expect(await sorted()).toEqual(['analysed', 'analysed', 'missing', 'missing']);
    expect(await paths()).toContain(path.join(nas, 'other.wav'));
    await rescan();
    expect(told()).toEqual([]);
    // They were on another drive after all.
    unmount(nas);
    await mount(path.join(drives, 'one'));
    await rescan();
    expect(told()).toEqual([nas]);
    expect(await sorted()).toEqual(Array.from({ length: 4 }, () => 'analysed'));
    expect(workers.begun).toHaveLength(4);
    // No drive is there at all.
    unmount(nas);
    await rescan();
    expect(told()).toEqual([nas]);
    await gone();
    expect(told()).toEqual([]);
    expect(await sorted()).toEqual(['analysed', 'missing', 'missing', 'missing']);
    expect(await bench.engine.handle('drives:songs-gone', { path: nas })).toBeNull();
    expect(await bench.engine.handle('drives:songs-gone', { path: bench.music })).toBeNull();
  });

  it('lets its songs go where it is a folder of the library itself, and nothing is left of it but an empty folder', async () => {
    await add(nas);
    unmount(nas);
    await rescan();
    expect(told()).toEqual([nas]);
    expect(await states()).toEqual(['analysed', 'analysed']);
    await bench.run(async (engine) => {
      const job = await engine.handle('drives:songs-gone', { path: nas });
      return job ?? expect.fail('no drive was known');
    });
    expect(told()).toEqual([]);
    expect(await states()).toEqual(['missing', 'missing']);
    // It was only this once: a folder that is found empty later keeps its songs.
    await mount(path.join(drives, 'one'));
    await rescan();
    expect(await states()).toEqual(['analysed', 'analysed']);
    unmount(nas);
    await rescan();
    expect(told()).toEqual([nas]);
    expect(await states()).toEqual(['analysed', 'analysed']);
  });

  it('lets its songs go while a scan runs that knows the drive: that one is ended, and what it had not heard is heard', async () => {
    await add(bench.music);
    unmount(nas);
    const fresh = path.join(bench.music, 'fresh.wav');
    await writeWav(fresh, 5, 1);
    workers.setQuick(false);
    const running = await bench.engine.handle('scan:start', {});
    await expect.poll(() => workers.listening()).toEqual([fresh]);
    const job = await bench.engine.handle('drives:songs-gone', { path: nas });
    workers.setQuick(true);
    const finished = (id: string | null): object | undefined =>
      bench.events.find(
        (event) =>
          event.kind === 'job' && event.event.kind === 'finished' && event.event.job === id,
      );
    await expect
      .poll(() => finished(job))
      .toMatchObject({
        event: { cancelled: false, ledger: { found: 2, skipped: 1, indexed: 1 } },
      });
    expect(job).not.toBe(running);
    expect(finished(running)).toMatchObject({ event: { cancelled: true } });
    expect((await states()).sort()).toEqual(['analysed', 'analysed', 'missing', 'missing']);
    told();
    await rescan();
    expect(told()).toEqual([]);
  });

  it('whose note is damaged takes no song along before a person starts a scan', async () => {
    const extra = path.join(bench.music, 'extra.wav');
    await writeWav(extra, 4, 1);
    await add(bench.music);
    await bench.engine.close();
    const libraryDir = path.join(path.dirname(bench.music), 'library.lance');
    const store = await openLibraryStore(libraryDir, {
      logger: { info: () => undefined, warn: () => undefined },
    });
    store.setNote('drives', '[');
    await store.close();
    unmount(nas);
    // The library searches its folders by itself, and so does the next start.
    for (let start = 0; start < 2; start++) {
      bench = await bench.reopen({ watch: true });
      await vi.waitFor(
        () => {
          expect(
            bench.events.some((event) => event.kind === 'job' && event.event.kind === 'finished'),
          ).toBe(true);
        },
        { timeout: 20_000 },
      );
      expect(await states()).toEqual(Array.from({ length: 4 }, () => 'analysed'));
      expect(told()).toEqual(start === 0 ? ['drives-damaged'] : []);
    }
    // What goes while it is watched may be on one that goes.
    await rm(extra);
    await sleep(5_000);
    expect(await states()).toEqual(Array.from({ length: 4 }, () => 'analysed'));
    await rescan();
    expect((await states()).sort()).toEqual(['analysed', 'missing', 'missing', 'missing']);
  }, 60_000);

  it('is told of as empty, not as away, when all its songs were deleted', async () => {
    await add(bench.music);
    await rm(path.join(nas, 'one.wav'));
    await rm(path.join(nas, 'album'), { recursive: true });
    for (let scan = 0; scan < 2; scan++) {
      await rescan();
      expect(told()).toEqual(['folder-empty']);
      expect(await states()).toEqual(['analysed', 'analysed', 'analysed']);
    }
  });

  it('hides no song that was deleted, renamed or moved while the drive was there', async () => {
    const album = path.join(bench.music, 'album');
    await mkdir(album);
    await writeWav(path.join(album, 'also here.wav'), 4, 1);
    await add(bench.music);
    await rm(album, { recursive: true });
    await rm(path.join(nas, 'album'), { recursive: true });
    await rescan();
    expect((await states()).sort()).toEqual(['analysed', 'analysed', 'missing', 'missing']);
    // All that is on the drive has another name now, or lies elsewhere.
    await rename(path.join(nas, 'one.wav'), path.join(nas, 'uno.wav'));
    await rescan();
    expect(await paths()).toContain(path.join(nas, 'uno.wav'));
    expect(await paths()).not.toContain(path.join(nas, 'one.wav'));
    expect(told()).toEqual([]);
  });

  it('is no drive any more when its songs lie in a folder of its name', async () => {
    await add(bench.music);
    unmount(nas);
    await cp(path.join(drives, 'one'), nas, { recursive: true });
    await rescan();
    expect(await states()).not.toContain('missing');
    await rm(path.join(nas, 'album'), { recursive: true });
    await rescan();
    expect((await states()).sort()).toEqual(['analysed', 'analysed', 'missing']);
    expect(told()).toEqual([]);
  });

  it('is not taken for deletion by an engine that watches', async () => {
    bench = await bench.reopen({ watch: true });
    await add(bench.music);
    // What the system tells of a drive that goes is noticed; what is written tells when all of it was.
    unmount(nas);
    await rm(nas, { recursive: true });
    await rm(path.join(bench.music, 'here.wav'));
    await writeFile(path.join(bench.music, 'text.txt'), 'no song');
    await vi.waitFor(async () => {
      expect(await states()).toContain('missing');
    }, 8_000);
    await sleep(2_000);
    expect((await states()).sort()).toEqual(['analysed', 'analysed', 'missing']);
  }, 30_000);
});
