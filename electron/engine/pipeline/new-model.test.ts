import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/ipc/contract';
import { splitTexts } from '../../shared/text-column';
import type { SpaceName, TrackId } from '../../shared/records';
import { DESCRIBE_ID } from '../describe/describe-sound';
import { openHeads } from '../embed/heads';
import { openLibraryStore } from '../store/library-store';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 120_000;
const SONGS = 4;

const folders: string[] = [];
let bench: Bench | undefined;

afterEach(async () => {
  await bench?.remove();
  for (const folder of folders.splice(0)) {
    await rm(folder, { recursive: true });
  }
});

/** Some of the bundled models, as a version had them that came before the others. */
async function modelsOf(...names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-models-'));
  folders.push(folder);
  for (const name of ['front-end', 'musicnn-msd', 'musicnn-mtt', ...names]) {
    await cp(path.join(MODELS, name), path.join(folder, name), { recursive: true });
  }
  return folder;
}

/** How many songs are found, those that are folded as versions too: synthetic songs are much alike. */
async function neighbours({ engine }: Bench, id: TrackId, space: SpaceName): Promise<number> {
  const list = await engine.handle('similar:list', {
    query: { kind: 'songs', ids: [id] },
    ranking: { by: 'space', space },
    limit: 10,
  });
  return list.versions.length + list.items.flatMap(({ versions }) => [0, ...versions]).length;
}

it(
  'a library without melody vectors goes on answering while they are made, and then answers by melody too',
  async () => {
    bench = await openBench({ modelsDir: await modelsOf() });
    const { music } = bench;
    for (let seed = 1; seed <= SONGS; seed++) {
      await writeWav(path.join(music, `song ${String(seed)}.wav`), seed);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [music] }));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const [id = ''] = splitTexts(rows.id);
    expect(await neighbours(bench, id, 'genre')).toBe(SONGS - 1);
    await expect(neighbours(bench, id, 'melody')).rejects.toMatchObject({ kind: 'not-analysed' });

    const next = await bench.reopen({ modelsDir: MODELS });
    bench = next;
    // At every step of the scan the old vectors serve: songs are never taken out of a space to be heard again.
    const asked = [neighbours(next, id, 'genre')];
    next.engine.onEvent(() => asked.push(neighbours(next, id, 'genre')));
    const again = await next.run((engine) => engine.handle('scan:start', {}));
    expect(again.ledger).toEqual({ found: SONGS, indexed: SONGS, failed: 0, skipped: 0 });
    expect(asked.length).toBeGreaterThan(SONGS);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([SONGS - 1]));
    expect(await neighbours(next, id, 'melody')).toBe(SONGS - 1);

    const settled = await next.run((engine) => engine.handle('scan:start', {}));
    expect(settled.ledger).toEqual({ found: SONGS, indexed: 0, failed: 0, skipped: SONGS });
  },
  BUDGET_MS,
);

/** Takes out of a library what was not known of songs before they were described. */
async function forgetDescriptions(libraryDir: string): Promise<void> {
  const logger = { info: () => undefined, warn: () => undefined };
  const store = await openLibraryStore(libraryDir, { logger });
  for (const { id, tags, state, models } of store.tracks.values()) {
    store.putTrack({ id, tags, state, models: models.filter((model) => model !== DESCRIBE_ID) });
  }
  await store.close();
}

it(
  'a library whose songs were not described goes on answering while they are heard again, and then knows tempo and key',
  async () => {
    bench = await openBench();
    const { music } = bench;
    // The last one is a chord of E flat over 120 beats a minute.
    const seeds = [1, 5, 6];
    for (const seed of seeds) {
      await writeWav(path.join(music, `${String(seed)}.wav`), seed, 20);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [music] }));
    await bench.engine.close();
    await forgetDescriptions(path.join(path.dirname(music), 'library.lance'));
    const next = await bench.reopen();
    bench = next;
    const before = (await next.engine.handle('library:rows', { since: 0 })).rows;
    expect([...before.key]).toEqual([-1, -1, -1]);
    expect([...before.tempo, ...before.loudness].every(Number.isNaN)).toBe(true);
    const [id = ''] = splitTexts(before.id);
    const asked = [neighbours(next, id, 'genre')];
    next.engine.onEvent(() => asked.push(neighbours(next, id, 'genre')));

    const again = await next.run((engine) => engine.handle('scan:start', {}));
    expect(again.ledger).toMatchObject({ found: 3, indexed: 3 });
    expect(new Set(await Promise.all(asked))).toEqual(new Set([2]));
    const { rows } = await next.engine.handle('library:rows', { since: 0 });
    const titles = splitTexts(rows.title);
    expect(rows.key[titles.indexOf('6')]).toBe(3);
    expect(rows.tempo[titles.indexOf('6')]).toBeCloseTo(120, 0);
    expect([...rows.loudness].every((lufs) => lufs > -40 && lufs < -5)).toBe(true);
    const { sound } = await next.engine.handle('library:track', {
      id: splitTexts(rows.id)[titles.indexOf('6')] ?? '',
    });
    expect(sound?.key?.key).toBe(3);
    expect(sound?.tempo?.bpm).toBeCloseTo(rows.tempo[titles.indexOf('6')]!, 3);

    const settled = await next.run((engine) => engine.handle('scan:start', {}));
    expect(settled.ledger).toMatchObject({ indexed: 0, skipped: 3 });
  },
  BUDGET_MS,
);

it(
  'a library without blend vectors gets them out of those it has: no song is listened to again',
  async () => {
    bench = await openBench({ modelsDir: await modelsOf('melody') });
    const { music } = bench;
    for (let seed = 1; seed <= SONGS; seed++) {
      await writeWav(path.join(music, `song ${String(seed)}.wav`), seed);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [music] }));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const [id = ''] = splitTexts(rows.id);
    await expect(neighbours(bench, id, 'blend')).rejects.toMatchObject({ kind: 'not-analysed' });

    // A model that cannot be opened is told of, and the library serves without it.
    const broken = await modelsOf('melody', 'blend');
    await writeFile(path.join(broken, 'blend', 'model.onnx'), 'no model');
    bench = await bench.reopen({ modelsDir: broken });
    const told: EngineEvent[] = [];
    bench.engine.onEvent((event) => told.push(event));
    const notice = { kind: 'notice', error: { kind: 'model-failed' } };
    await expect.poll(() => told).toMatchObject([notice]);
    expect(await neighbours(bench, id, 'genre')).toBe(SONGS - 1);

    const next = await bench.reopen({ modelsDir: MODELS });
    bench = next;
    await expect.poll(() => neighbours(next, id, 'blend').catch(() => 0)).toBe(SONGS - 1);
    const settled = await next.run((engine) => engine.handle('scan:start', {}));
    expect(settled.ledger).toEqual({ found: SONGS, indexed: 0, failed: 0, skipped: SONGS });
    // They are in the library, not only in memory.
    bench = await next.reopen({ modelsDir: await modelsOf('melody') });
    expect(await neighbours(bench, id, 'blend')).toBe(SONGS - 1);
  },
  BUDGET_MS,
);

/** What a library has of its songs in the genre space: their vectors, and those of their passages. */
async function genreOf(libraryDir: string): Promise<Record<string, readonly Float32Array[]>> {
  const logger = { info: () => undefined, warn: () => undefined };
  const store = await openLibraryStore(libraryDir, { logger });
  await store.ready;
  const ids = [...store.tracks.keys()].sort();
  const passages = await store.passages.of(ids, 'genre');
  const found = ids.map((id) => [
    id,
    [store.space('genre')!.get(id)!, ...passages.get(id)!.map(({ vector }) => vector)],
  ]);
  await store.close();
  return Object.fromEntries(found) as Record<string, readonly Float32Array[]>;
}

/** Takes it out of a library that a model was asked for its songs, as when the program was killed in between. */
async function forgetModel(libraryDir: string, model: string): Promise<void> {
  const logger = { info: () => undefined, warn: () => undefined };
  const store = await openLibraryStore(libraryDir, { logger });
  for (const track of store.tracks.values()) {
    store.putTrack({ ...track, models: track.models.filter((one) => one !== model) });
  }
  await store.close();
}

it(
  'a library whose genre was kept as it was heard gets it evened where it lies, passages too, and only once',
  async () => {
    bench = await openBench({ modelsDir: await modelsOf('melody') });
    const { music } = bench;
    const libraryDir = path.join(path.dirname(music), 'library.lance');
    for (let seed = 1; seed <= SONGS; seed++) {
      await writeWav(path.join(music, `song ${String(seed)}.wav`), seed, 12);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [music] }));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const [id = ''] = splitTexts(rows.id);
    await bench.engine.close();
    const heard = await genreOf(libraryDir);

    const evening = async (): Promise<Record<string, readonly Float32Array[]>> => {
      const next = await bench!.reopen({ modelsDir: MODELS });
      bench = next;
      // Blend is filled with the same stroke.
      await expect.poll(() => neighbours(next, id, 'blend').catch(() => 0)).toBe(SONGS - 1);
      const settled = await next.run((engine) => engine.handle('scan:start', {}));
      expect(settled.ledger).toMatchObject({ indexed: 0, skipped: SONGS });
      await next.engine.close();
      return genreOf(libraryDir);
    };
    const evened = await evening();
    const heads = await openHeads(MODELS, { threads: 1 });
    for (const [song, vectors] of Object.entries(heard)) {
      const wanted = await heads.even('genre', vectors);
      expect(evened[song]).toHaveLength(vectors.length);
      wanted.forEach((vector, at) => {
        // Kept to 16 bits, passages to 8.
        expect(dot(evened[song]![at]!, vector)).toBeGreaterThan(0.999);
        expect(dot(evened[song]![at]!, vectors[at]!)).toBeLessThan(0.9);
      });
    }
    await heads.close();
    await forgetModel(libraryDir, 'genre-1');
    const again = await evening();
    for (const [song, vectors] of Object.entries(evened)) {
      again[song]!.forEach((vector, at) => {
        const length = Math.hypot(...vector) * Math.hypot(...vectors[at]!);
        expect(dot(vector, vectors[at]!) / length).toBeGreaterThan(0.99999);
      });
    }
  },
  BUDGET_MS,
);

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
