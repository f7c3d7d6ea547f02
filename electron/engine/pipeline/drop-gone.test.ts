import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { LibraryStore } from '../store/library-store';
import { openLibraryStore } from '../store/library-store';
import { file, silent as logger, track } from '../store/testing/sample-rows';
import { dropGone } from './drop-gone';
import type { Finding } from './find-targets';
import { drivesGoneWith, knownSongs } from './known-drives';
import { LeftOut } from './left-out';
import { LibraryView } from './library-view';

const ROOT = path.resolve('music');
const DRIVE = path.join(ROOT, 'stick');
const ON_NO_DRIVE = 99;
let folder = '';
let store: LibraryStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-gone-'));
  store = await openLibraryStore(path.join(folder, 'library'), { logger });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the place of the drive holds: names, and the songs they are. */
type Content = Readonly<Record<string, number>>;

/** A search of the root. It finds one song that is on no drive, and what is said to be on the drive. */
function scan(
  content: Content,
  {
    root = ROOT,
    isMounted = true,
    isCutShort = false,
    blind = [] as readonly string[],
    isOnlyDrive = false,
  }: {
    root?: string;
    isMounted?: boolean;
    isCutShort?: boolean;
    blind?: readonly string[];
    isOnlyDrive?: boolean;
  } = {},
): readonly string[] {
  const found = new Map(
    Object.entries(content).map(([name, song]) => [path.join(DRIVE, name), song]),
  );
  if (root === ROOT && !isOnlyDrive) {
    found.set(path.join(ROOT, 'here'), ON_NO_DRIVE);
  }
  const finding: Finding = {
    files: [],
    paths: new Set(found.keys()),
    failures: [],
    searched: [root],
    blind,
    missing: [],
    drives: new Set(isMounted ? [DRIVE] : []),
    notices: [],
    stop: undefined,
  };
  const known = knownSongs(store, finding);
  for (const [at, song] of found) {
    store.putTrack(track(song));
    store.putFile({ ...file(song), path: at });
  }
  const told: string[] = [];
  const view = new LibraryView(store, new LeftOut(store), () => undefined);
  const notice = ({ kind, path: at = '' }: MugleError): void => {
    told.push(`${kind} ${path.relative(ROOT, at)}`);
  };
  if (!isCutShort) {
    dropGone({ store, view, notice, changed: () => undefined }, finding, known);
  }
  return told;
}

/** The songs of the drive that count as there. */
function songs(): readonly number[] {
  const numbers = [...store.files.values()].map(({ trackId }) => Number.parseInt(trackId, 16));
  return numbers.filter((number) => number !== ON_NO_DRIVE);
}

const ONE = { a: 1, b: 2, c: 3 };
const OTHER = { x: 11, y: 12 };

it('keeps the songs of a drive for as long as another one is in its place, and sees what is deleted on that', () => {
  expect(scan(ONE)).toEqual([]);
  for (let round = 0; round < 3; round++) {
    expect(scan(OTHER)).toEqual(['drive-away stick']);
    expect(songs()).toEqual([1, 2, 3, 11, 12]);
  }
  expect(scan({ x: 11, z: 13 })).toEqual(['drive-away stick']);
  expect(songs()).toEqual([1, 2, 3, 11, 13]);
  // A third one; then what it holds is on the first.
  scan({ t: 21 });
  expect(songs()).toEqual([1, 2, 3, 11, 13, 21]);
  expect(scan({ a: 1, c: 3, d: 4 })).toEqual(['drive-away stick']);
  expect(songs()).toEqual([1, 3, 11, 13, 21, 4]);
  scan({ z: 13 });
  expect(songs()).toEqual([1, 3, 13, 21, 4]);
});

it('tells once of a drive that is away, not of the folder that holds nothing else', () => {
  const isOnlyDrive = true;
  expect(scan(ONE, { isOnlyDrive })).toEqual([]);
  expect(scan({}, { isOnlyDrive, isMounted: false })).toEqual(['drive-away stick']);
  expect(scan({}, { isOnlyDrive })).toEqual(['folder-empty stick']);
  expect(songs()).toEqual([1, 2, 3]);
});

it('keeps them too when the first scan of the other one was cut short', () => {
  scan(ONE);
  scan(OTHER, { isCutShort: true });
  expect(scan(OTHER)).toEqual(['drive-away stick']);
  expect(songs()).toEqual([1, 2, 3, 11, 12]);
});

it('is at peace with one drive again when its songs are all that is left', () => {
  scan(ONE);
  scan({});
  expect(scan({ a: 1 })).toEqual([]);
  expect(songs()).toEqual([1]);
  expect(scan({ b: 1, d: 4 })).toEqual([]);
  expect(songs()).toEqual([1, 4]);
});

it.each([
  ['below a root', ROOT, 'stick'],
  ['that is a root', DRIVE, 'stick'],
])('says of a drive %s that it is empty when it is, and not that it is away', (_, root, at) => {
  scan(ONE, { root });
  for (let round = 0; round < 2; round++) {
    expect(scan({}, { root })).toEqual([`folder-empty ${at}`]);
    expect(songs()).toEqual([1, 2, 3]);
  }
  expect(scan({}, { root, isMounted: false })).toEqual(['drive-away stick']);
  expect(songs()).toEqual([1, 2, 3]);
});

it('says nothing of a drive that could not be looked at', () => {
  scan(ONE);
  expect(scan({}, { blind: [DRIVE], isMounted: false })).toEqual([]);
  // It is still known to be a drive.
  expect(scan({}, { isMounted: false })).toEqual(['drive-away stick']);
  expect(scan({}, { blind: [path.join(DRIVE, 'a')] })).toEqual([]);
  expect(songs()).toEqual([1]);
});

it('takes a drive that does not answer for one that went with its songs', async () => {
  scan(ONE);
  const asked: string[] = [];
  const answering = (answer: () => Promise<boolean>): Parameters<typeof drivesGoneWith>[1] => ({
    do: ((job: { path: string }) => {
      asked.push(job.path);
      return answer();
    }) as never,
  });
  const song = path.join(DRIVE, 'a');
  const hang = (): Promise<boolean> =>
    Promise.reject(new MugleError('timed-out', 'No answer.', { path: DRIVE, stage: 'scan' }));
  expect(await drivesGoneWith(store, answering(hang), [song])).toEqual([DRIVE]);
  expect(
    await drivesGoneWith(
      store,
      answering(() => Promise.resolve(true)),
      [song],
    ),
  ).toEqual([]);
  expect(asked).toEqual([DRIVE, DRIVE]);
  await drivesGoneWith(store, answering(hang), [path.join(ROOT, 'here')]);
  expect(asked).toHaveLength(2);
});
