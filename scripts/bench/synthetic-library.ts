import path from 'node:path';
import type { LibraryStore } from '../../electron/engine/store/library-store';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import type { TrackTags } from '../../electron/shared/records';
import { syntheticVectors } from './synthetic-vectors';

const GROUPS = 40;
/** Written at a time: a million songs do not fit in one batch. */
const BATCH = 100_000;

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

export interface LibraryOptions {
  readonly tracks: number;
  /** Values of a vector. */
  readonly dims: number;
}

/** Fills a new library through the store with songs that have tags and vectors, and no files. */
export async function fillLibrary(uri: string, { tracks, dims }: LibraryOptions): Promise<void> {
  const store = await openLibraryStore(uri, {
    logger: { info: () => undefined, warn: () => undefined },
  });
  try {
    for (let from = 0; from < tracks; from += BATCH) {
      const count = Math.min(BATCH, tracks - from);
      putSongs(store, from, syntheticVectors(count, dims, GROUPS), dims);
      await store.flush();
    }
  } finally {
    await store.close();
  }
}

function putSongs(store: LibraryStore, from: number, vectors: Float32Array, dims: number): void {
  for (let index = 0; index * dims < vectors.length; index++) {
    const row = from + index;
    const id = syntheticId(row);
    const vector = vectors.slice(index * dims, (index + 1) * dims);
    store.putAnalysis({ id, vectors: { genre: vector }, tagScores: [] });
    store.putTrack({ id, tags: tagsOf(row), state: 'analysed', models: ['synthetic'] });
    store.putFile({
      path: path.join(path.sep, 'music', `Artist ${row % 997}`, `${row}.mp3`),
      sizeBytes: 5e6,
      mtimeMs: row,
      trackId: id,
    });
  }
}

function tagsOf(row: number): TrackTags {
  const word = (by: number): string => WORDS[Math.floor(row / by) % WORDS.length]!;
  return {
    title: `${word(1)} ${word(12)} ${row}`,
    artist: `${word(7)} Artist ${row % 997}`,
    album: `${word(83)} Album ${row % 9973}`,
    albumArtist: '',
    genre: GENRES[row % GENRES.length]!,
    year: 1960 + (row % 65),
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
