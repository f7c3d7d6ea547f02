import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MugleError } from '../../shared/errors';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { file, silent as logger, track } from '../store/testing/sample-rows';
import { FileReader } from './file-reader';
import type { ScanTarget } from './find-targets';
import { forkWorker } from './fork-worker';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';
import { LibraryWatch } from './library-watch';
import { openBench } from './testing/engine-in-folder';
import { mountHangingDrive, whyNoHangingDrive } from './testing/hanging-drive';

const TIME_LIMIT_MS = 1_200;
const unmountable = whyNoHangingDrive();
describe.skipIf(unmountable !== undefined)(
  `a drive below a root that hangs while it is watched ${unmountable ?? ''}`,
  () => {
    let folder = '';
    let music = '';
    let nas = '';
    let store: LibraryStore;
    let reader: FileReader;
    let watch: LibraryWatch;
    let unmount: (() => Promise<void>) | undefined;
    const scanned: ScanTarget[] = [];
    const told: MugleError[] = [];
    /** As a drive that hangs does, in whatever it is asked. */
    const hang = async (): Promise<void> => {
      unmount = await mountHangingDrive(nas, ['.', 'song.mp3']);
    };
    const answer = async (): Promise<void> => {
      await unmount?.();
      unmount = undefined;
    };
    const isSearched = (): Promise<void> =>
      vi.waitFor(
        () => {
          expect(scanned).toEqual([{ kind: 'folder', path: music }]);
        },
        { timeout: 45_000, interval: 50 },
      );

    beforeEach(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-hanging-watch-'));
      music = path.join(folder, 'music');
      nas = path.join(music, 'nas');
      await mkdir(nas, { recursive: true });
      await writeFile(path.join(nas, 'song.mp3'), 'song');
      store = await openLibraryStore(path.join(folder, 'library'), { logger });
      store.setRoots([music]);
      store.putTrack(track(1));
      store.putFile({ ...file(1), path: path.join(nas, 'song.mp3') });
      reader = new FileReader({ spawnWorker: forkWorker, timeLimitMs: TIME_LIMIT_MS, logger });
      [scanned, told].forEach((list) => list.splice(0));
      watch = new LibraryWatch(
        {
          store,
          reader,
          view: new LibraryView(store, new LeftOut(store), () => undefined),
          scan: (targets) => scanned.push(...targets),
          notice: (error) => told.push(error),
          changed: () => undefined,
        },
        { checkEveryMs: 100 },
      );
    });
    afterEach(async () => {
      await answer();
      watch.close();
      reader.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('is searched when it answers again, though it is the one that was there before', async () => {
      store.setNote('drives', JSON.stringify([nas]));
      await watch.followRoots();
      await hang();
      // The watch's own patience, the reader's start and its time limit.
      await sleep(8_000);
      expect(scanned).toEqual([]);
      await answer();
      await isSearched();
      expect([...store.files.keys()]).toEqual([path.join(nas, 'song.mp3')]);
    }, 60_000);

    it('is told of once when it hangs as the watch begins, and is watched when it answers', async () => {
      await hang();
      await watch.followRoots();
      const kinds = (): unknown => told.map(({ kind, path: at }) => [kind, at]);
      expect(kinds()).toEqual([['folder-unreachable', nas]]);
      await sleep(4_000);
      expect([scanned, kinds()]).toEqual([[], [['folder-unreachable', nas]]]);
      await answer();
      await isSearched();
      const song = path.join(nas, 'new.mp3');
      await writeFile(song, 'new');
      await vi.waitFor(
        () => {
          expect(scanned.slice(1)).toEqual([{ kind: 'file', path: song }]);
        },
        { timeout: 30_000, interval: 50 },
      );
      expect(told).toHaveLength(1);
    }, 60_000);

    it('is told of in the window and in the log', async () => {
      const logged: string[] = [];
      const bench = await openBench({
        watch: true,
        fileTimeLimitMs: TIME_LIMIT_MS,
        logger: { info: () => undefined, warn: (message) => logged.push(message) },
      });
      nas = path.join(bench.music, 'nas');
      try {
        await hang();
        await bench.engine.handle('library:add-roots', { paths: [bench.music] });
        await vi.waitFor(
          () => {
            const notices = bench.events.flatMap((event) =>
              event.kind === 'notice' ? [event.error] : [],
            );
            const [notice] = notices.filter((error) => error.path === nas);
            expect(notice?.kind).toBe('folder-unreachable');
            expect(logged).toContain(notice?.message);
          },
          { timeout: 45_000, interval: 50 },
        );
      } finally {
        await answer();
        await bench.remove();
      }
    }, 60_000);
  },
);
