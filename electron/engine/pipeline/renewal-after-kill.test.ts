import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanceTable } from '../store/lance-table';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { LOCK_NAME } from '../store/owner-lock';
import { file, id, silent as logger, track } from '../store/testing/sample-rows';
import { readBundledModels } from './bundled-models';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';
import { Renewal } from './renewal';
import { MODELS } from './testing/engine-in-folder';

const models = await readBundledModels(MODELS);
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-renewal-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function put(store: LibraryStore, number: number): void {
  store.putTrack(track(number, { state: 'analysed', models: [...models.ids] }));
  store.putFile(file(number));
  const vectors = { genre: Float32Array.of(1, number, 1), melody: Float32Array.of(number, 1) };
  store.putAnalysis({ id: id(number), vectors, tagScores: [] });
}

function renewalOf(store: LibraryStore): Renewal {
  const view = new LibraryView(store, new LeftOut(store), () => undefined);
  const ignore = (): void => undefined;
  return new Renewal({ store, view, models, switched: ignore, failed: ignore });
}

it('does not begin for songs whose writing was cut short, whichever table was the last', async () => {
  let isWhole = false;
  for (let last = 0; !isWhole; last++) {
    const [name, left] = [`library-${String(last)}`, `left-${String(last)}`];
    const store = await openLibraryStore(path.join(folder, name), { logger });
    put(store, 1);
    put(store, 2);
    let writes = last;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its table below
    const real = LanceTable.prototype.write;
    vi.spyOn(LanceTable.prototype, 'write').mockImplementation(async function (
      this: LanceTable,
      ...args
    ) {
      if (writes-- <= 0) {
        throw new Error('killed here');
      }
      await real.apply(this, args);
    });
    isWhole = await store.flush().then(
      () => true,
      () => false,
    );
    vi.restoreAllMocks();
    await cp(path.join(folder, name), path.join(folder, left), {
      recursive: true,
      filter: (source) => path.basename(source) !== LOCK_NAME,
    });
    await store.close();
    const after = await openLibraryStore(path.join(folder, left), { logger });
    const renewal = renewalOf(after);
    renewal.begin();
    expect({ last, isOn: renewal.isOn, left: renewal.left }).toEqual({
      last,
      isOn: false,
      left: 0,
    });
    await after.close();
  }
}, 120_000);
