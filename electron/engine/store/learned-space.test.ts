import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanceTable } from './lance-table';
import type { LibraryStore } from './library-store';
import { openLibraryStore } from './library-store';
import { inspectLibrary } from './testing/inspect-library';
import { id, silent as logger, track } from './testing/sample-rows';
import { VectorSpace } from './vector-space';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-learned-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const open = (): Promise<LibraryStore> => openLibraryStore(folder, { logger });

function spaceOf(rows: Readonly<Record<number, number>>): VectorSpace {
  const space = new VectorSpace(2);
  for (const [number, value] of Object.entries(rows)) {
    space.set(id(Number(number)), Float32Array.of(value, 1));
  }
  return space;
}

const rowsOf = (store: LibraryStore): unknown =>
  Object.fromEntries(
    (store.space('playlist')?.ids ?? []).map((each) => [
      Number(`0x${each}`),
      [store.space('playlist')?.get(each)?.[0], store.learned.has(each)],
    ]),
  );

it('changes the whole space for another, and remembers which vectors are learned', async () => {
  let store = await open();
  [1, 2, 3].forEach((number) => {
    store.putTrack(track(number));
  });
  store.replaceLearned(spaceOf({ 1: 10, 2: 20 }), new Set([id(1)]));
  expect(rowsOf(store)).toEqual({ 1: [10, true], 2: [20, false] });
  await store.close();
  store = await open();
  expect(rowsOf(store)).toEqual({ 1: [10, true], 2: [20, false] });
  const before = store.space('playlist');
  store.replaceLearned(spaceOf({ 2: 21, 3: 31 }), new Set([id(2), id(3)]));
  // Who holds the old one goes on seeing it.
  expect(before?.get(id(1))?.[0]).toBe(10);
  await store.flush();
  await store.close();
  store = await open();
  expect(rowsOf(store)).toEqual({ 2: [21, true], 3: [31, true] });
  store.replaceLearned(spaceOf({}), new Set());
  await store.close();
  store = await open();
  expect(rowsOf(store)).toEqual({});
  store.replaceLearned(spaceOf({ 3: 32 }), new Set());
  await store.close();
  expect(await inspectLibrary(folder)).toEqual({ duplicated: 0, orphans: 0 });
  store = await open();
  expect(rowsOf(store)).toEqual({ 3: [32, false] });
  await store.close();
}, 30_000);

it('forgets a song of it, before and after it was written', async () => {
  let store = await open();
  [1, 2, 3].forEach((number) => {
    store.putTrack(track(number));
  });
  await store.flush();
  store.replaceLearned(spaceOf({ 1: 10, 2: 20, 3: 30 }), new Set([id(1)]));
  // None of them has a file: they are forgotten, first with the space unwritten.
  store.putFile({ path: '/m/3', sizeBytes: 1, mtimeMs: 1, trackId: id(3) });
  await store.forgetMissing(Date.now() + 1000);
  expect(rowsOf(store)).toEqual({ 3: [30, false] });
  await store.close();
  expect(await inspectLibrary(folder)).toEqual({ duplicated: 0, orphans: 0 });
  store = await open();
  expect(rowsOf(store)).toEqual({ 3: [30, false] });
  store.removeFile('/m/3');
  await store.forgetMissing(Date.now() + 1000);
  await store.close();
  store = await open();
  expect(rowsOf(store)).toEqual({});
  await store.close();
}, 30_000);

it('is written with the next try when the disk was full', async () => {
  let store = await open();
  store.putTrack(track(1));
  await store.flush();
  const full = vi
    .spyOn(LanceTable.prototype, 'replaceAll')
    .mockRejectedValueOnce(new Error('No space left on device'));
  store.replaceLearned(spaceOf({ 1: 10 }), new Set([id(1)]));
  await expect(store.flush()).rejects.toMatchObject({ kind: 'disk-full' });
  expect(full).toHaveBeenCalledTimes(1);
  expect(store.unsaved).toBeGreaterThan(0);
  await store.close();
  store = await open();
  expect(rowsOf(store)).toEqual({ 1: [10, true] });
  await store.close();
}, 30_000);

it('is the old or the new one, whole, after a kill', async () => {
  const script = fileURLToPath(new URL('./testing/relearn-forever.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = 0;
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      told = Number(text.toString().trim().split('\n').at(-1));
      if (told >= 4) {
        resolve();
      }
    });
  });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const store = await open();
  const space = store.space('playlist');
  expect(space?.ids.length).toBe(400);
  // Rounded, for a space keeps 16 bits of a value.
  const turns = new Set(space?.ids.map((each) => Math.round(space.get(each)?.[0] ?? 0)));
  const [turn = 0] = turns;
  expect(turns.size).toBe(1);
  expect(turn).toBeGreaterThanOrEqual(4);
  for (const each of space?.ids ?? []) {
    const number = Number(`0x${each}`);
    expect(space?.get(each)?.[127]).toBeCloseTo(number, 3);
    expect(store.learned.has(each)).toBe(number % 2 === turn % 2);
  }
  await store.close();
}, 60_000);
