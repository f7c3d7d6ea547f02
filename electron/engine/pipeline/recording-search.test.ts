import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpaceName, TrackTags } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';
import { RecordingSearch } from './recording-search';
import { idOf } from './testing/filled-library';
import { NO_TAGS } from './testing/no-tags';
import { VersionFolds } from './version-folds';

const TAGS: TrackTags = { ...NO_TAGS, durationSeconds: 200 };
const ONE = Float32Array.of(1, 0);

let folder: string;
let store: LibraryStore;
let leftOut: LeftOut;
let versions: VersionFolds;
let search: RecordingSearch;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-recordings-'));
  const logger = { info: () => undefined, warn: () => undefined };
  store = await openLibraryStore(path.join(folder, 'library.lance'), { logger });
  leftOut = new LeftOut(store);
  versions = new VersionFolds(store);
  const view = new LibraryView(store, leftOut, () => undefined);
  search = new RecordingSearch({ store, view, versions });
  put('1', { genre: ONE, melody: ONE });
  put('2', { genre: ONE, melody: ONE });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A song without vectors waits to be listened to. */
function put(name: string, vectors: Partial<Record<SpaceName, Float32Array>>): void {
  const id = idOf(name);
  if (Object.keys(vectors).length > 0) {
    store.putAnalysis({ id, vectors, tagScores: [] });
  }
  store.putTrack({ id, tags: { ...TAGS, title: name }, state: 'analysed', models: [] });
  store.putFile({ path: `/music/${name}.mp3`, sizeBytes: 1, mtimeMs: 1, trackId: id });
}

const groupsNow = async (): Promise<readonly (readonly string[])[]> =>
  (await search.look()).groups.map((ids) => ids.map((id) => id.replace(/^0+/, '')));

describe('what is known of copies', () => {
  it('is not looked for again while nothing changes', async () => {
    const first = await search.look();
    expect(first.compared).toBeGreaterThan(0);
    expect(await search.look()).toBe(first);
    expect(await Promise.all([search.look(), search.look()])).toEqual([first, first]);
  });

  it('follows every change of the songs', async () => {
    expect(await groupsNow()).toEqual([['1', '2']]);
    put('3', { genre: ONE, melody: ONE });
    expect(await groupsNow()).toEqual([['1', '2', '3']]);
    const other = { melody: Float32Array.of(0, 1) };
    store.putAnalysis({ id: idOf('2'), vectors: other, tagScores: [] });
    expect(await groupsNow()).toEqual([['1', '3']]);
    const track = store.tracks.get(idOf('3'));
    expect(track).toBeDefined();
    if (track !== undefined) {
      store.putTrack({ ...track, tags: { ...track.tags, durationSeconds: 210 } });
      expect(await groupsNow()).toEqual([]);
      store.putTrack(track);
      expect(await groupsNow()).toEqual([['1', '3']]);
    }
    versions.keepApart(idOf('1'), idOf('3'));
    expect(await groupsNow()).toEqual([]);
    versions.letBeSame(idOf('1'), idOf('3'));
    leftOut.set({ ...leftOut.rules, patterns: ['3.*'] });
    expect(await groupsNow()).toEqual([]);
  });

  it('takes a second look, at genre, only for songs that have one and no melody', async () => {
    const { compared } = await search.look();
    put('3', {});
    expect((await search.look()).compared).toBe(compared);
    put('4', { genre: ONE });
    expect((await search.look()).compared).toBeGreaterThan(compared);
    expect(await groupsNow()).toEqual([['1', '2', '4']]);
  });
});
