import type { StoredFile, StoredTrack, StoreLogger } from '../stored-records';

export const silent: StoreLogger = { info: () => undefined, warn: () => undefined };

/** An id for tests. */
export const id = (number: number): string => number.toString(16).padStart(32, '0');

/** A track with a bit of everything in its tags. */
export function track(number: number, change: Partial<StoredTrack> = {}): StoredTrack {
  const tags = {
    title: `Title ${String(number)}`,
    artist: '아티스트',
    album: "L'été",
    albumArtist: '',
    genre: 'Jazz',
    year: number % 2 === 0 ? 1999 : null,
    trackNumber: number,
    discNumber: null,
    durationSeconds: 12.5,
    hasCover: number % 3 === 0,
  };
  return { id: id(number), tags, state: 'pending', models: [], ...change };
}

export function file(number: number, path = `/music/${String(number)}.mp3`): StoredFile {
  return { path, sizeBytes: 1, mtimeMs: 1, trackId: id(number) };
}
