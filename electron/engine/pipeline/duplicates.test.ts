import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bench } from './testing/engine-in-folder';
import { FIXTURES, openBench } from './testing/engine-in-folder';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.remove();
});

it('finds the same sound in other places, whatever its name, and deletes nothing', async () => {
  const [one = '', two = ''] = (await readdir(FIXTURES)).filter((name) => name.endsWith('.mp3'));
  const copies = path.join(bench.music, 'copies');
  await mkdir(copies);
  const first = path.join(bench.music, one);
  await copyFile(path.join(FIXTURES, one), first);
  await copyFile(path.join(FIXTURES, two), path.join(bench.music, two));
  await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
  expect(await bench.engine.handle('duplicates:list', {})).toEqual({
    groups: [],
    total: 0,
    extraBytes: 0,
  });

  const again = path.join(copies, 'another name.mp3');
  await copyFile(first, again);
  await bench.run((engine) => engine.handle('scan:start', {}));
  const { groups, total, extraBytes } = await bench.engine.handle('duplicates:list', {});
  expect(total).toBe(1);
  const [group] = groups;
  expect(group).toMatchObject({ kind: 'same-sound' });
  expect(group?.copies.map((copy) => [copy.path, copy.best])).toEqual([
    [first, true],
    [again, false],
  ]);
  expect(extraBytes).toBe(group?.copies[1]?.sizeBytes);
  const asked = { id: group?.copies[1]?.id ?? '', copy: group?.copies[1]?.copy ?? -1 };
  expect(await bench.engine.handle('duplicates:path', asked)).toBe(again);
  await expect(bench.engine.handle('duplicates:path', { ...asked, copy: 7 })).rejects.toMatchObject(
    { kind: 'file-missing' },
  );
  expect((await readdir(bench.music)).sort()).toEqual(['copies', one, two].sort());
}, 120_000);
