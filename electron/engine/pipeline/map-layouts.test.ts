import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import type { StoredLayout } from '../store/stored-records';
import { id, silent as logger, track } from '../store/testing/sample-rows';
import type { BundledModels } from './bundled-models';
import { MapLayouts } from './map-layouts';

const bundled: BundledModels = {
  ids: ['ear-1', 'ear-2', 'tagger'],
  hearing: ['ear-1', 'ear-2', 'tagger'],
  heads: [],
  tagsOf: () => [],
  thresholdsOf: () => [],
  spaceOf: (model) => (model.startsWith('ear') ? 'genre' : null),
};

let folder = '';
let store: LibraryStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-layouts-'));
  store = await openLibraryStore(path.join(folder, 'library.lance'), { logger });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function hear(number: number, models: readonly string[]): void {
  store.putTrack(track(number, { state: 'analysed', models }));
  store.putAnalysis({ id: id(number), vectors: { genre: Float32Array.of(1, 0) }, tagScores: [] });
}

function layout(models: readonly string[], madeAt: number): StoredLayout {
  const one = Float32Array.of(0);
  return {
    space: 'genre',
    models,
    params: { seed: 42 },
    ids: [id(1)],
    x: one,
    y: one,
    trust: one,
    madeAt,
  };
}

it('shows the last layout of the models that most songs were heard with, and another while there is none', () => {
  const layouts = new MapLayouts(store, bundled);
  expect(layouts.shown('genre')).toBeUndefined();
  for (const number of [1, 2, 3]) {
    hear(number, ['ear-1', 'tagger']);
  }
  expect(layouts.modelsOf('genre')).toEqual(['ear-1']);
  const first = layout(['ear-1'], 10);
  store.putLayout(first);
  expect(layouts.shown('genre')).toBe(first);
  expect(layouts.isOfNow(first)).toBe(true);

  // Heard again with another model, song after song.
  hear(1, ['ear-2', 'tagger']);
  expect(layouts.shown('genre')).toBe(first);
  hear(2, ['ear-2', 'tagger']);
  expect(layouts.shown('genre')).toBe(first);
  // Not while there are vectors of both.
  expect(layouts.isOfNow(first)).toBe(true);
  hear(3, ['ear-2', 'tagger']);
  expect(layouts.isOfNow(first)).toBe(false);
  const second = layout(['ear-2'], 20);
  store.putLayout(second);
  expect(layouts.shown('genre')).toBe(second);

  // And back: the first one is there still.
  for (const number of [1, 2, 3]) {
    hear(number, ['ear-1', 'tagger']);
  }
  expect(layouts.shown('genre')).toBe(first);
  expect(store.layouts('genre')).toEqual([second, first]);
});

it('takes models that are not bundled as they are', () => {
  const layouts = new MapLayouts(store, bundled);
  hear(1, ['old']);
  expect(layouts.modelsOf('genre')).toEqual(['old']);
});
