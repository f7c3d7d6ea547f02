import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorRecord } from '../../shared/errors';
import { NO_EXCLUDES } from '../../shared/excludes';
import { splitTexts } from '../../shared/text-column';
import { openLibraryStore } from '../store/library-store';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

const { ids: models } = await readBundledModels(MODELS);
const quiet = { info: () => undefined, warn: () => undefined };
const RULES = { ...NO_EXCLUDES, folders: ['/nowhere/at all'], patterns: ['left out*'] };

describe('a damaged note of the library', () => {
  const workers = obedientWorkers(models);
  workers.setQuick(true);
  let bench: Bench;
  let libraryDir: string;
  let logged: string[];

  beforeEach(async () => {
    logged = [];
    const warn = (text: string): void => void logged.push(text);
    const logger = { info: () => undefined, warn };
    bench = await openBench({ spawnWorker: workers.spawnWorker, logger });
    libraryDir = path.join(path.dirname(bench.music), 'library.lance');
    for (const [seed, name] of ['a.wav', 'b.wav', 'left out.wav'].entries()) {
      await writeWav(path.join(bench.music, name), seed, 1);
    }
    await writeFile(path.join(bench.music, 'text 1.mp3'), 'no music\n'.repeat(100));
    await writeFile(path.join(bench.music, 'text 2.mp3'), 'no music at all\n'.repeat(100));
    await bench.engine.handle('excludes:set', RULES);
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    await bench.engine.handle('problems:ignore', { ignored: true });
  });
  afterEach(async () => {
    await bench.engine.close();
    await rm(path.dirname(bench.music), { recursive: true, force: true });
  });

  /** Closes the library, changes a note in it, and opens it again. */
  async function change(
    name: 'drives' | 'drive-songs' | 'excludes' | 'ignored',
    damage: (note: string) => string,
  ): Promise<{ readonly told: readonly ErrorRecord[]; readonly damaged: string }> {
    await bench.engine.close();
    const store = await openLibraryStore(libraryDir, { logger: quiet });
    const damaged = damage(store.note(name) ?? '');
    store.setNote(name, damaged);
    await store.close();
    bench = await bench.reopen();
    const told = bench.events.flatMap((event) => (event.kind === 'notice' ? [event.error] : []));
    return { told, damaged };
  }

  async function listed(): Promise<{ titles: readonly string[]; ignored: readonly boolean[] }> {
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const problems = await bench.engine.handle('problems:list', {});
    return {
      titles: splitTexts(rows.title).sort(),
      ignored: problems.map(({ ignored }) => ignored).sort(),
    };
  }

  it('is nothing to tell of while it is whole', async () => {
    const { told } = await change('excludes', (note) => note);
    expect(told).toEqual([]);
    expect(logged).toEqual([]);
    expect(await bench.engine.handle('excludes:get', {})).toEqual(RULES);
    expect(await listed()).toEqual({ titles: ['a', 'b'], ignored: [true, true] });
  });

  it('about what is left out is told of, logged, kept, and nothing else is lost', async () => {
    const { told, damaged } = await change('excludes', (note) => note.slice(0, -10));
    expect(told).toMatchObject([{ kind: 'excludes-damaged', stage: 'store' }]);
    expect(logged).toEqual([told[0]?.message]);
    expect(await bench.engine.handle('excludes:get', {})).toEqual(NO_EXCLUDES);
    expect(await listed()).toEqual({ titles: ['a', 'b'], ignored: [true, true] });
    await bench.engine.handle('excludes:set', RULES);
    await bench.engine.close();
    const store = await openLibraryStore(libraryDir, { logger: quiet });
    expect(store.note('damaged-excludes')).toBe(damaged);
    await store.close();
  });

  it('leaves those of its rules in force that can be read', async () => {
    const { told } = await change('excludes', (note) =>
      JSON.stringify({ ...(JSON.parse(note) as object), folders: 'no list' }),
    );
    expect(told).toMatchObject([{ kind: 'excludes-damaged' }]);
    expect(await bench.engine.handle('excludes:get', {})).toEqual({ ...RULES, folders: [] });
  });

  it('about ignored problems is told of, logged, and shows them again', async () => {
    const { told } = await change('ignored', () => 'null');
    expect(told).toMatchObject([{ kind: 'ignored-damaged', stage: 'store' }]);
    expect(logged).toEqual([told[0]?.message]);
    expect(await listed()).toEqual({ titles: ['a', 'b'], ignored: [false, false] });
    expect(await bench.engine.handle('excludes:get', {})).toEqual(RULES);
  });

  it('loses of the ignored problems only those that cannot be read', async () => {
    const { told } = await change('ignored', (note) => {
      const [first, ...others] = JSON.parse(note) as unknown[];
      return JSON.stringify([{ first }, ...others]);
    });
    expect(told).toMatchObject([{ kind: 'ignored-damaged' }]);
    expect((await listed()).ignored).toEqual([false, true]);
  });

  it.each(['drives', 'drive-songs'] as const)(
    'about %s is told of once, logged, kept, and begun anew',
    async (name) => {
      const { told, damaged } = await change(name, () => '{"/media/usb": [["song');
      expect(told).toMatchObject([{ kind: 'drives-damaged', stage: 'store' }]);
      expect(logged).toEqual([told[0]?.message]);
      await bench.run((engine) => engine.handle('scan:start', {}));
      expect((await listed()).titles).toEqual(['a', 'b']);
      bench.events.length = 0;
      await bench.engine.close();
      const store = await openLibraryStore(libraryDir, { logger: quiet });
      expect(store.note(`damaged-${name}`)).toBe(damaged);
      await store.close();
      bench = await bench.reopen();
      expect(bench.events.filter(({ kind }) => kind === 'notice')).toEqual([]);
    },
  );

  it.each(['drives', 'drive-songs'] as const)(
    'about %s that is no list of them is told of too',
    async (name) => {
      const { told } = await change(name, () => '7');
      expect(told).toMatchObject([{ kind: 'drives-damaged' }]);
    },
  );
});
