import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 120_000;

let bench: Bench;
afterEach(() => bench.remove());

it(
  'a file that is not in the library can be asked about, wherever it lies, with its key and tempo',
  async () => {
    bench = await openBench();
    for (let seed = 7; seed <= 11; seed++) {
      await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const [id = ''] = splitTexts(rows.id);

    const outside = path.join(path.dirname(bench.music), 'outside.wav');
    await writeWav(outside, 77);
    expect((await bench.engine.similarToFile(outside, { limit: 10 })).items).toHaveLength(5);
    const met = await bench.engine.handle('similar:meet-file', { path: outside });
    expect(met).toMatchObject({ title: 'outside', isInLibrary: false });
    const file = { kind: 'file' as const, of: met.id };
    const alike = await bench.engine.handle('similar:list', { query: file, limit: 10 });
    expect(alike).toMatchObject({ asked: [met.id], compared: 1 });
    expect(alike.items).toHaveLength(5);
    // It plays a chord on D, song 10 one on G, a fifth away; the others are further, or not known.
    const inKey = await bench.engine.handle('similar:list', {
      query: file,
      limits: { keys: true },
      limit: 10,
    });
    const titles = splitTexts(rows.title);
    const near = splitTexts(rows.id)[titles.indexOf('song 10')] ?? '';
    expect(inKey.items.map((item) => item.id)).toEqual([near]);
    const why = await bench.engine.handle('similar:why', { asked: [met.id], id: near });
    expect(why.key).toEqual({ asked: 2, found: 7 });
    expect(why).toHaveProperty('tags');
    expect(why.nearest).toBe(met.id);
    // Both are as long as what is heard of them; it lies inside.
    const length = rows.durationSeconds[titles.indexOf('song 10')] ?? 0;
    for (const part of [why.passages?.asked, why.passages?.found]) {
      expect(part?.from).toBeGreaterThanOrEqual(0);
      expect(part?.to).toBeLessThanOrEqual(length + 0.1);
    }
    // A file that was moved before it was heard is heard where it lies now.
    const moved = path.join(path.dirname(bench.music), 'moved.wav');
    await writeWav(moved, 78);
    const { id: there } = await bench.engine.handle('similar:meet-file', { path: moved });
    await rename(moved, `${moved}.wav`);
    await bench.engine.handle('similar:meet-file', { path: `${moved}.wav` });
    const ofMoved = { kind: 'file' as const, of: there };
    expect(
      (await bench.engine.handle('similar:list', { query: ofMoved, limit: 10 })).items,
    ).toHaveLength(5);
    const nobody = { kind: 'file' as const, of: 'f'.repeat(32) };
    await expect(
      bench.engine.handle('similar:list', { query: nobody, limit: 10 }),
    ).rejects.toMatchObject({ kind: 'track-unknown' });
    const inside = await bench.engine.handle('library:path', { id });
    expect(await bench.engine.handle('similar:meet-file', { path: inside })).toMatchObject({
      id,
      isInLibrary: true,
    });
    expect((await bench.engine.similarToFile(inside, { limit: 10 })).items).toHaveLength(4);
    expect((await bench.engine.handle('library:rows', { since: 0 })).rows.id.ends).toHaveLength(5);
  },
  BUDGET_MS,
);

it('of the files that are asked about the last sixteen are remembered', async () => {
  const workers = obedientWorkers((await readBundledModels(MODELS)).ids);
  workers.setQuick(true);
  bench = await openBench({ spawnWorker: workers.spawnWorker });
  const { engine } = bench;
  const meet = async (number: number): Promise<string> => {
    const file = path.join(path.dirname(bench.music), `outside ${String(number)}.wav`);
    await writeWav(file, number, 1);
    return (await engine.handle('similar:meet-file', { path: file })).id;
  };
  const ask = (id: string): Promise<unknown> =>
    engine.handle('similar:list', { query: { kind: 'file', of: id }, limit: 10 });
  const [first, second] = [await meet(1), await meet(2)];
  for (let number = 3; number <= 16; number++) {
    await meet(number);
  }
  // Asked about again, it is not the one that was longest left alone.
  await ask(first);
  await meet(17);
  expect(await ask(first)).toMatchObject({ asked: [first] });
  await expect(ask(second)).rejects.toMatchObject({ kind: 'track-unknown' });
  expect(workers.begun).toHaveLength(1);
});
