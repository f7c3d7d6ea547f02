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
  const silences: (readonly string[])[] = [];
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
        silent: (_root, folders) => silences.push(folders),
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
    [files, gone, searched, unwatched, silences].forEach((list) => list.splice(0));
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
      {
        changed: () => undefined,
        search: () => undefined,
        unwatched: () => undefined,
        silent: () => undefined,
      },
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

    it('tells once of folders that are not watched for it, and watches them once they answer', async () => {
      await mkdir(at('other', 'deep'), { recursive: true });
      silent.add(at('album'));
      silent.add(at('other', 'deep'));
      await start({ ask, checkEveryMs: 100 });
      await folders?.watchRoots([music]);
      await sleep(500);
      expect(silences.map((each) => [...each].sort())).toEqual([
        [at('album'), at('other', 'deep')],
      ]);
      // The other one hangs on, of which was told.
      silent.delete(at('album'));
      await within5s(() => {
        expect(searched).toEqual([music]);
      });
      await writeFile(at('album', 'new.mp3'), 'new');
      await within5s(() => {
        expect(files).toEqual([at('album', 'new.mp3')]);
      });
      expect([silences.length, searched]).toEqual([1, [music]]);
      // One that hangs again is told of again.
      silent.clear();
      await within5s(() => {
        expect(searched).toEqual([music, music]);
      });
      silent.add(at('album'));
      await mkdir(at('album', 'later'));
      await within5s(() => {
        expect(silences.slice(1)).toEqual([[at('album')]]);
      });
      expect(unwatched).toEqual([]);
    }, 30_000);

    it('waits for the drive alone, not for a thousand folders on it, and tells of it alone', async () => {
      const names = Array.from({ length: 1_000 }, (_, number) => `album ${String(number)}`);
      await Promise.all(names.map((name) => mkdir(at('drive', name), { recursive: true })));
      let waits = 0;
      // It begins to hang when its folders are known.
      const hangLater: AskOfPath = async (question, asked) => {
        const answer = await ask(question, asked);
        waits += answer === undefined ? 1 : 0;
        if (question === 'inside' && asked === at('drive')) {
          silent.add(at('drive'));
        }
        return answer;
      };
      await start({ ask: hangLater });
      expect(silences).toEqual([[at('drive')]]);
      expect(waits).toBeLessThan(4);
      await writeFile(at('new.mp3'), 'new');
      await within5s(() => {
        expect(files).toEqual([at('new.mp3')]);
      });
    }, 20_000);

    it('searches its root when a drive below it answers again, which was there all the time', async () => {
      await start({ ask, checkEveryMs: 100 });
      await folders?.watchRoots([music], [at('album')]);
      await sleep(400);
      expect(searched).toEqual([]);
      silent.add(at('album'));
      await sleep(400);
      expect(searched).toEqual([]);
      silent.clear();
      await within5s(() => {
        expect(searched).toEqual([music]);
      });
      await sleep(400);
      expect(searched).toEqual([music]);
    });

    it('is asked by no second check while it has not answered the first', async () => {
      let answer: () => void = () => undefined;
      const hung = new Promise<void>((resolve) => {
        answer = resolve;
      });
      let checks = 0;
      let isUp = false;
      const other = path.join(scratch, 'other');
      await mkdir(other);
      await start({
        checkEveryMs: 20,
        ask: async (question, asked) => {
          if (isUp && question === 'identity' && asked === music) {
            checks++;
            await hung;
          }
          return askSystem(question, asked);
        },
      });
      isUp = true;
      // Thirty times as long as from one check to the next.
      await sleep(600);
      expect(checks).toBe(1);
      const watched = folders?.watchRoots([music, other]);
      answer();
      await watched;
      // None stood before this in the queue.
      expect(checks).toBe(1);
      await within5s(() => {
        expect(checks).toBeGreaterThan(2);
      });
    });
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
