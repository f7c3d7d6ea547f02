import type { watch } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchOptions } from './watch-folders';
import { FolderWatch } from './watch-folders';
import type { AskOfPath } from './watch-questions';
import { askSystem } from './watch-questions';

describe('watching folders', () => {
  let scratch = '';
  let music = '';
  let folders: FolderWatch | undefined;
  const files: string[] = [];
  const gone: string[] = [];
  const searched: string[] = [];
  const unwatched: string[] = [];
  const at = (...names: string[]): string => path.join(music, ...names);
  const start = async (options: WatchOptions = {}): Promise<void> => {
    folders = new FolderWatch(
      {
        changed: (settled) => {
          files.push(...settled.files);
          gone.push(...settled.gone);
        },
        search: (root) => searched.push(root),
        unwatched: (root) => unwatched.push(root),
      },
      options,
    );
    await folders.watchRoots([music]);
  };
  const within5s = (check: () => void): Promise<void> =>
    vi.waitFor(check, { timeout: 5_000, interval: 50 });

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-watch-'));
    music = path.join(scratch, 'music');
    await mkdir(at('album'), { recursive: true });
    await writeFile(at('album', 'old.mp3'), 'old');
    [files, gone, searched, unwatched].forEach((list) => list.splice(0));
  });
  afterEach(async () => {
    folders?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('tells within five seconds of songs that come, change and go, and of nothing else', async () => {
    await start();
    await writeFile(at('new.mp3'), 'new');
    await writeFile(at('cover.jpg'), 'picture');
    await writeFile(at('album', '.hidden.mp3'), 'hidden');
    await within5s(() => {
      expect(files).toEqual([at('new.mp3')]);
    });
    await appendFile(at('album', 'old.mp3'), 'more');
    await rm(at('new.mp3'));
    await rm(at('cover.jpg'));
    await within5s(() => {
      expect([files.slice(1), gone]).toEqual([[at('album', 'old.mp3')], [at('new.mp3')]]);
    });
    expect([searched, unwatched]).toEqual([[], []]);
  }, 20_000);

  it('follows folders that are made, moved in, renamed and deleted', async () => {
    await start();
    await mkdir(at('deep', 'er'), { recursive: true });
    await writeFile(at('deep', 'er', 'one.mp3'), 'one');
    await within5s(() => {
      expect(files).toEqual([at('deep', 'er', 'one.mp3')]);
    });
    await rename(at('deep'), at('deeper'));
    await within5s(() => {
      expect([files.slice(1), gone]).toEqual([[at('deeper', 'er', 'one.mp3')], [at('deep')]]);
    });
    await writeFile(at('deeper', 'er', 'two.mp3'), 'two');
    await within5s(() => {
      expect(files.slice(2)).toEqual([at('deeper', 'er', 'two.mp3')]);
    });
    await rm(at('deeper'), { recursive: true });
    await within5s(() => {
      expect(gone).toContain(at('deeper'));
    });
  }, 30_000);

  it('opens nothing any more once it was closed, though it was at it or is asked to', async () => {
    const opened: string[] = [];
    const watchFolder = ((folder: string) => {
      opened.push(folder);
      folders?.close();
      throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    }) as typeof watch;
    await mkdir(path.join(scratch, 'second'));
    folders = new FolderWatch(
      { changed: () => undefined, search: () => undefined, unwatched: () => undefined },
      { watchFolder },
    );
    const roots = [at('album'), path.join(scratch, 'second')];
    await folders.watchRoots(roots);
    expect(opened).toEqual([at('album')]);
    await folders.watchRoots(roots);
    expect(opened).toEqual([at('album')]);
  });

  it('waits for a copy in progress', async () => {
    await start();
    for (let part = 0; part < 4; part++) {
      await appendFile(at('slow.mp3'), 'part');
      await sleep(900);
      expect(files).toEqual([]);
    }
    await within5s(() => {
      expect(files).toEqual([at('slow.mp3')]);
    });
    await sleep(1_000);
    expect(files).toHaveLength(1);
  }, 20_000);

  it('takes a root that is taken away for no deletion, and searches it when it is back', async () => {
    await start({ checkEveryMs: 200 });
    await rename(music, path.join(scratch, 'away'));
    await mkdir(music);
    await sleep(3_000);
    expect([files, gone]).toEqual([[], []]);
    await rm(music, { recursive: true });
    await sleep(500);
    searched.splice(0);
    await rename(path.join(scratch, 'away'), music);
    await within5s(() => {
      expect(searched).toEqual([music]);
    });
    await writeFile(at('again.mp3'), 'again');
    await within5s(() => {
      expect(files).toEqual([at('again.mp3')]);
    });
  }, 30_000);

  describe('on a drive that hangs', () => {
    const silent = new Set<string>();
    const ask: AskOfPath = (question, asked) =>
      [...silent].some((folder) => asked.startsWith(folder))
        ? Promise.resolve(undefined)
        : askSystem(question, asked);
    beforeEach(() => {
      silent.clear();
    });

    it('watches the other roots, and the root itself once it answers', async () => {
      const other = path.join(scratch, 'other');
      await mkdir(other);
      silent.add(music);
      await start({ ask, checkEveryMs: 200 });
      await folders?.watchRoots([music, other]);
      await writeFile(path.join(other, 'new.mp3'), 'new');
      await within5s(() => {
        expect(files).toEqual([path.join(other, 'new.mp3')]);
      });
      expect([searched, unwatched, gone]).toEqual([[], [], []]);
      silent.clear();
      await within5s(() => {
        expect(searched).toEqual([music]);
      });
      await writeFile(at('new.mp3'), 'new');
      await within5s(() => {
        expect(files.slice(1)).toEqual([at('new.mp3')]);
      });
    }, 20_000);

    it('takes its songs for no deletion, and searches it when it answers again', async () => {
      await start({ ask, checkEveryMs: 200 });
      silent.add(music);
      await rm(at('album', 'old.mp3'));
      await sleep(3_000);
      expect([files, gone, searched]).toEqual([[], [], []]);
      silent.clear();
      await within5s(() => {
        expect(searched).toEqual([music]);
      });
      await sleep(600);
      expect(searched).toEqual([music]);
    }, 20_000);

    it('leaves a folder alone that does not answer, and waits for none of its songs', async () => {
      silent.add(at('album'));
      await start({ ask, checkEveryMs: 200 });
      await writeFile(at('album', 'unseen.mp3'), 'unseen');
      await writeFile(at('new.mp3'), 'new');
      await within5s(() => {
        expect(files).toEqual([at('new.mp3')]);
      });
      // A song that hangs is searched for with its root.
      silent.add(at('hangs.mp3'));
      await writeFile(at('hangs.mp3'), 'hangs');
      await within5s(() => {
        expect(searched).toEqual([music]);
      });
      expect([files, gone]).toEqual([[at('new.mp3')], []]);
    }, 20_000);
  });

  it('searches a root when a drive in it goes or comes', async () => {
    await start({ checkEveryMs: 200 });
    await folders?.watchRoots([music], [at('album')]);
    await rename(at('album'), path.join(scratch, 'away'));
    await within5s(() => {
      expect(searched).toEqual([music]);
    });
    await rename(path.join(scratch, 'away'), at('album'));
    await within5s(() => {
      expect(searched).toEqual([music, music]);
    });
  }, 20_000);

  it('searches now and then what cannot be watched, and says so once', async () => {
    const full = (() => {
      throw Object.assign(new Error('ENOSPC: System limit reached'), { code: 'ENOSPC' });
    }) as unknown as typeof watch;
    await start({ watchFolder: full, searchEveryMs: 100 });
    await within5s(() => {
      expect(searched.length).toBeGreaterThan(2);
    });
    expect(unwatched).toEqual([music]);
  });
});
