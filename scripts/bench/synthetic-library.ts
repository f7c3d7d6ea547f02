import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundledModels } from '../../electron/engine/pipeline/bundled-models';
import { readBundledModels } from '../../electron/engine/pipeline/bundled-models';
import type { LibraryStore } from '../../electron/engine/store/library-store';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import type { SpaceName, TrackTags } from '../../electron/shared/records';
import { syntheticSongs } from './synthetic-vectors';

const GROUPS = 40;
/** Written at a time: a million songs do not fit in one batch. */
const BATCH = 100_000;

/** One song of so many was played. */
const PLAYED = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

const GENRES = [
  'Rock',
  'Jazz',
  'Classical',
  'Electronic',
  'Hip-Hop',
  'Folk',
  'Metal',
  'Ambient',
  'K-Pop',
  'Soul',
];
const WORDS = [
  'Blue',
  'Night',
  'River',
  'Déjà',
  '밤하늘',
  'Café',
  'Sun',
  'Glass',
  'Motor',
  '별빛',
  'Straße',
  'Home',
];

/** Values of a vector in each space: as many as the product's own have. */
const DIMS = { genre: 200, melody: 128, blend: 128, playlist: 128 } as const satisfies Record<
  SpaceName,
  number
>;

/** What the songs are said to have been heard with: with others the app would set out to hear them anew. */
export function bundledModels(): Promise<BundledModels> {
  return readBundledModels(fileURLToPath(new URL('../../native-models', import.meta.url)));
}

/**
 * Fills a new library through the store with songs that have tags, vectors (in every space, when left out), and no files; a
 * third of them were played. Genres and decades are those of the groups that the vectors of the first space are in.
 */
export async function fillLibrary(
  uri: string,
  tracks: number,
  dims: Partial<Record<SpaceName, number>> = DIMS,
): Promise<void> {
  const store = await openLibraryStore(uri, {
    logger: { info: () => undefined, warn: () => undefined },
  });
  const { ids } = await bundledModels();
  try {
    for (let from = 0; from < tracks; from += BATCH) {
      const count = Math.min(BATCH, tracks - from);
      putSongs(store, { from, count, models: ids }, dims);
      await store.flush();
    }
  } finally {
    await store.close();
  }
}

function putSongs(
  store: LibraryStore,
  { from, count, models }: { from: number; count: number; models: readonly string[] },
  dims: Partial<Record<SpaceName, number>>,
): void {
  const spaces = Object.entries(dims).map(([space, size]) => ({
    space,
    size,
    ...syntheticSongs(count, size, GROUPS),
  }));
  for (let index = 0; index < count; index++) {
    const row = from + index;
    const id = syntheticId(row);
    const vectors = Object.fromEntries(
      spaces.map(({ space, size, vectors: values }) => [
        space,
        values.slice(index * size, (index + 1) * size),
      ]),
    );
    store.putAnalysis({ id, vectors, tagScores: [] });
    store.putTrack({
      id,
      tags: tagsOf(row, spaces[0]?.groupOf[index] ?? 0),
      state: 'analysed',
      models,
    });
    store.putFile({
      path: path.join(path.sep, 'music', `Artist ${row % 997}`, `${row}.mp3`),
      sizeBytes: 5e6,
      mtimeMs: row,
      trackId: id,
    });
    if (row % PLAYED === 0) {
      const lastPlayed = Date.now() - (row % 365) * DAY_MS;
      store.plays.put({ id, plays: 1 + (row % 9), skips: 0, lastPlayed });
    }
  }
}

function tagsOf(row: number, group: number): TrackTags {
  const word = (by: number): string => WORDS[Math.floor(row / by) % WORDS.length]!;
  return {
    title: `${word(1)} ${word(12)} ${row}`,
    artist: `${word(7)} Artist ${row % 997}`,
    album: `${word(83)} Album ${row % 9973}`,
    albumArtist: '',
    genre: GENRES[group % GENRES.length]!,
    year: 1970 + 10 * Math.floor(group / GENRES.length) + (row % 10),
    trackNumber: (row % 12) + 1,
    discNumber: null,
    durationSeconds: 120 + (row % 240),
    hasCover: false,
  };
}

/** Ids are hashes: spread over all 32 digits, and never twice. */
export function syntheticId(row: number): string {
  const mixed = Math.imul(row + 1, 0x9e3779b1) >>> 0;
  return (mixed.toString(16).padStart(8, '0') + row.toString(16).padStart(8, '0')).repeat(2);
}
