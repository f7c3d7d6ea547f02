import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { TrackId } from '../../shared/records';
import { openHeads } from '../embed/heads';
import { openLibraryStore } from '../store/library-store';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';

/** Written by OK Mugle before it evened its genre vectors: three songs. */
const OLD = fileURLToPath(new URL('../store/testing/fixtures/schema-6.lance', import.meta.url));

let bench: Bench | undefined;
afterEach(() => bench?.remove());

/** The genre vectors of a library, and whether its songs are noted as evened. */
async function genreOf(
  libraryDir: string,
): Promise<{ vectors: Map<TrackId, Float32Array>; evened: boolean[] }> {
  const logger = { info: () => undefined, warn: () => undefined };
  const store = await openLibraryStore(libraryDir, { logger });
  const vectors = new Map<TrackId, Float32Array>();
  for (const id of [...store.tracks.keys()].sort()) {
    vectors.set(id, store.space('genre')?.get(id)?.slice() ?? new Float32Array());
  }
  const evened = [...store.tracks.values()].map(({ models }) => models.includes('genre-1'));
  await store.close();
  return { vectors, evened };
}

it('a library of before is evened when it is opened, and a copy of it has the vectors as they were', async () => {
  bench = await openBench();
  await bench.engine.close();
  const libraryDir = path.join(path.dirname(bench.music), 'library.lance');
  await rm(libraryDir, { recursive: true });
  await cp(OLD, libraryDir, { recursive: true });
  const next = await bench.reopen();
  bench = next;
  await expect
    .poll(async () => (await next.engine.handle('library:rows', { since: 0 })).rows.id.ends.length)
    .toBe(3);
  // What is being made is ended, or finished, by closing; the next opening finishes it.
  let now = { vectors: new Map<TrackId, Float32Array>(), evened: [false] };
  await expect
    .poll(
      async () => {
        await bench?.engine.close();
        now = await genreOf(libraryDir);
        bench = await next.reopen();
        return now.evened;
      },
      { timeout: 20_000 },
    )
    .toEqual([true, true, true]);
  const before = await genreOf(`${libraryDir}.format-6.backup`);
  expect(before.evened).toEqual([false, false, false]);
  const heads = await openHeads(MODELS, { threads: 1 });
  const wanted = await heads.even('genre', [...before.vectors.values()]);
  await heads.close();
  [...now.vectors.values()].forEach((vector, at) => {
    expect(dot(vector, wanted[at])).toBeGreaterThan(0.999);
    expect(dot(vector, [...before.vectors.values()][at])).toBeLessThan(0.9);
  });
});

function dot(a: Float32Array, b: Float32Array = new Float32Array(a.length)): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
