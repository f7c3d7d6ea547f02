import { createHash } from 'node:crypto';
import type { SpaceName } from '../../shared/records';
import type { TableSpec } from './lance-table';

/** Raised with every change that an older OK Mugle could not read. */
export const SCHEMA_VERSION = 4;

export const META = {
  name: 'meta',
  key: 'name',
  columns: { name: 'text', value: 'text' },
} as const satisfies TableSpec;

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

export const LAYOUTS = {
  name: 'layouts',
  key: 'space',
  columns: {
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

const VECTORS_PREFIX = 'vectors_';

/** One table per space: a space without a model has no table, and a model of another width replaces only its own. */
export function vectorsSpec(space: SpaceName, dims: number): TableSpec {
  return {
    name: VECTORS_PREFIX + space,
    key: 'id',
    columns: { id: 'text', vector: { vectorOf: dims } },
  };
}

/** The key of a path: paths are hostile text (quotes, newlines), their hashes are not. */
export function pathKey(path: string): string {
  return createHash('sha256').update(path, 'utf8').digest('hex').slice(0, 32);
}

/** The key of one model's scores for one track. Model ids are lower-case words with dashes. */
export function scoresKey(trackId: string, model: string): string {
  return `${trackId}|${model}`;
}
