import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { SpaceName, TrackId } from '../../shared/records';
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

/** The bundled models as they were before there was one for melodies. */
async function modelsBeforeMelody(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-models-'));
  folders.push(folder);
  for (const name of ['front-end', 'musicnn-msd', 'musicnn-mtt']) {
    await cp(path.join(MODELS, name), path.join(folder, name), { recursive: true });
  }
  return folder;
}

async function neighbours({ engine }: Bench, id: TrackId, space: SpaceName): Promise<number> {
  const list = await engine.handle('similar:list', {
    query: { kind: 'songs', ids: [id] },
    ranking: { by: 'space', space },
    limit: 10,
  });
  return list.items.length;
}

it(
  'a library without melody vectors goes on answering while they are made, and then answers by melody too',
  async () => {
    bench = await openBench({ modelsDir: await modelsBeforeMelody() });
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
