import { createHash } from 'node:crypto';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import type { TableSpec } from './lance-table';

/** Raised with every change that an older OK Mugle could not read. */
export const SCHEMA_VERSION = 7;

export const META = {
  name: 'meta',
  key: 'name',
  columns: { name: 'text', value: 'text' },
} as const satisfies TableSpec;

/** Tables of songs that are heard anew have these columns too (`heardSpec`): a step of `migrate` that changes them changes both. */
export const TRACKS = {
  name: 'tracks',
  key: 'id',
  columns: {
    id: 'text',
    title: 'text',
    artist: 'text',
    album: 'text',
    albumArtist: 'text',
    genre: 'text',
    year: 'number',
    trackNumber: 'number',
    discNumber: 'number',
    durationSeconds: 'number',
    hasCover: 'number',
    state: 'text',
    models: 'text',
    missingSince: 'number',
    missingPath: 'text',
    /** NaN when it is not known, as are the others. */
    tempo: 'number',
    tempoConfidence: 'number',
    key: 'number',
    keyConfidence: 'number',
    loudness: 'number',
    /** NaN when it is not known. */
    analysedAt: 'number',
  },
} as const satisfies TableSpec;

export const FILES = {
  name: 'files',
  key: 'key',
  columns: { key: 'text', path: 'text', sizeBytes: 'number', mtimeMs: 'number', trackId: 'text' },
} as const satisfies TableSpec;

export const FAILURES = {
  name: 'failures',
  key: 'key',
  columns: {
    key: 'text',
    path: 'text',
    sizeBytes: 'number',
    mtimeMs: 'number',
    stage: 'text',
    kind: 'text',
    message: 'text',
    at: 'number',
  },
} as const satisfies TableSpec;

export const TAG_SCORES = {
  name: 'tag_scores',
  key: 'key',
  columns: { key: 'text', model: 'text', scores: 'floats' },
} as const satisfies TableSpec;

/** What the vectors of a song are the means of: rows in order of the song, a row of bytes each (see `passage-rows`). */
export const PASSAGES = {
  name: 'passages',
  key: 'key',
  columns: { key: 'text', seconds: 'floats', scales: 'floats', codes: 'bytes' },
  // By far the largest table: folding writes all of it anew.
  writesPerCompaction: 400,
} as const satisfies TableSpec;

export const LAYOUTS = {
  name: 'layouts',
  key: 'key',
  columns: {
    key: 'text',
    space: 'text',
    models: 'text',
    params: 'text',
    ids: 'text',
    x: 'floats',
    y: 'floats',
    trust: 'floats',
    madeAt: 'number',
  },
} as const satisfies TableSpec;

export const PLAYLISTS = {
  name: 'playlists',
  key: 'id',
  columns: {
    id: 'text',
    name: 'text',
    /** Ids with a space between, in order. */
    trackIds: 'text',
    createdAt: 'number',
    changedAt: 'number',
    /** NaN while it is there. */
    deletedAt: 'number',
  },
} as const satisfies TableSpec;

export const PLAYS = {
  name: 'plays',
  key: 'id',
  columns: {
    id: 'text',
    plays: 'number',
    skips: 'number',
    /** NaN when it was only skipped so far. */
    lastPlayed: 'number',
  },
} as const satisfies TableSpec;

export const FEEDBACK = {
  name: 'feedback',
  key: 'key',
  columns: {
    key: 'text',
    query: 'text',
    song: 'text',
    /** 1 for more like it, −1 for less. */
    said: 'number',
    at: 'number',
  },
} as const satisfies TableSpec;

const VECTORS_PREFIX = 'vectors_';

/** The space whose vectors are made all at once, out of lists of songs. */
export const LEARNED_SPACE = 'playlist';
/** The spaces whose vectors are made out of sound. */
export const HEARD_SPACES = SPACES.filter((space) => space !== LEARNED_SPACE);

/** Songs that are heard anew: their tracks as they will be. Vectors of a generation count only with these. */
export function heardSpec(generation: number): TableSpec {
  return { ...TRACKS, name: `heard${suffixOf(generation)}` };
}

/** What the names of a generation's tables end in. The first one's have no number: they are those of libraries that know no generations. */
function suffixOf(generation: number): string {
  return generation === 0 ? '' : `_g${String(generation)}`;
}

/** Of which generation a table of vectors, or of songs heard anew, is; undefined for all other tables. */
export function generationOf(name: string): number | undefined {
  const match = /^(?:heard|vectors_[a-z]+)(?:_g(\d+))?$/.exec(name);
  return match === null || name === VECTORS_PREFIX + LEARNED_SPACE
    ? undefined
    : Number(match[1] ?? 0);
}

/** One table per space and generation: a space without a model has no table. The learned space has no generations. */
export function vectorsSpec(space: SpaceName, dims: number, generation = 0): TableSpec {
  const columns: TableSpec['columns'] = { id: 'text', vector: { vectorOf: dims } };
  return {
    name: VECTORS_PREFIX + space + (space === LEARNED_SPACE ? '' : suffixOf(generation)),
    key: 'id',
    // 1 where the vector is learned, 0 where it is guessed: together with it, so that no kill parts them.
    columns: space === LEARNED_SPACE ? { ...columns, learned: 'number' } : columns,
  };
}

/** The key of a path: paths are hostile text (quotes, newlines), their hashes are not. */
export function pathKey(path: string): string {
  return createHash('sha256').update(path, 'utf8').digest('hex').slice(0, 32);
}

/** The key of a song's passages in one space. */
export function passagesKey(trackId: string, space: SpaceName, generation: number): string {
  return `${trackId}|${space}${suffixOf(generation)}`;
}

/** Says in SQL that a row of passages is of none of these generations. */
export function passagesBut(generations: readonly number[]): string {
  const are = generations.map((generation) =>
    generation === 0 ? `strpos(key, '_g') = 0` : `ends_with(key, '${suffixOf(generation)}')`,
  );
  return `NOT (${are.join(' OR ')})`;
}

/** The key of one model's scores for one track. Model ids are lower-case words with dashes. */
export function scoresKey(trackId: string, model: string): string {
  return `${trackId}|${model}`;
}

/** The key of what was said of a song in the list of another. */
export function feedbackKey(query: string, song: string): string {
  return `${query}|${song}`;
}
