import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TrackId } from '../../shared/records';
import type { ListKind, TrainingLists } from '../playlists/music2vec/training-lists';
import { ListCollection } from '../playlists/music2vec/training-lists';
import type { LibraryStore } from '../store/library-store';
import type { StoredTrack } from '../store/stored-records';
import type { LibraryView } from './library-view';
import { albumKey } from './similar-query';
import { Turns } from './turns';

/** All lists of a library: playlists, albums and folders. */
export interface LibraryLists {
  /** The songs that are in any of them; they are numbered by their place here. */
  readonly ids: readonly TrackId[];
  readonly lists: TrainingLists;
  /** Lists that count, each once, by what they were first met as. */
  readonly counts: Readonly<Record<ListKind, number>>;
  /** The same as long as nothing in them changes. */
  readonly fingerprint: string;
}

interface ListParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
}

interface Named {
  readonly kind: ListKind;
  readonly ids: readonly TrackId[];
}

/**
 * Collects the lists, in an order that does not depend on how the library came about: playlists by when they were made, albums by disc
 * and track, folders by the names of their files. Songs that are not there, or cannot be read, are in none.
 */
export async function listsOfLibrary(parts: ListParts): Promise<LibraryLists> {
  const turns = new Turns();
  const numbers = new Map<TrackId, number>();
  const collection = new ListCollection();
  const counts = { playlist: 0, album: 0, folder: 0 };
  const hash = createHash('sha256');
  const numberOf = (id: TrackId): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const all = [playlists(parts), await albums(parts, turns), await folders(parts, turns)];
  for (const { kind, ids } of all.flat()) {
    const known = ids.filter((id) => isThere(parts, id));
    if (new Set(known).size > 1) {
      counts[kind] += collection.add({ kind, songs: known.map(numberOf) }) ? 1 : 0;
      hash.update(`${kind} ${known.join(' ')}\n`);
    }
    await turns.rest();
  }
  const ids = [...numbers.keys()];
  return { ids, lists: collection.finish(ids.length), counts, fingerprint: hash.digest('hex') };
}

/** Whether a person has made any list that something can be learned from. */
export function hasOwnLists(parts: ListParts): boolean {
  return playlists(parts).some(
    ({ ids }) => new Set(ids.filter((id) => isThere(parts, id))).size > 1,
  );
}

function isThere({ store, view }: ListParts, id: TrackId): boolean {
  return view.isPresent(id) && store.tracks.get(id)?.state !== 'failed';
}

function playlists({ store }: ListParts): Named[] {
  return [...store.playlists.byId.values()]
    .filter(({ deletedAt }) => deletedAt === null)
    .sort((a, b) => a.createdAt - b.createdAt || inOrder(a.id, b.id))
    .map(({ trackIds }) => ({ kind: 'playlist', ids: trackIds }));
}

async function albums({ store }: ListParts, turns: Turns): Promise<Named[]> {
  const byKey = new Map<string, StoredTrack[]>();
  for (const track of store.tracks.values()) {
    const key = albumKey(track);
    if (key !== '') {
      append(byKey, key, track);
    }
    await turns.rest();
  }
  return byName(byKey).map(([, tracks]) => ({
    kind: 'album',
    ids: tracks.sort(byTrackNumber).map(({ id }) => id),
  }));
}

function byTrackNumber(a: StoredTrack, b: StoredTrack): number {
  return (
    (a.tags.discNumber ?? 0) - (b.tags.discNumber ?? 0) ||
    (a.tags.trackNumber ?? 0) - (b.tags.trackNumber ?? 0) ||
    inOrder(a.id, b.id)
  );
}

async function folders({ store }: ListParts, turns: Turns): Promise<Named[]> {
  const byFolder = new Map<string, { readonly path: string; readonly trackId: TrackId }[]>();
  for (const file of store.files.values()) {
    append(byFolder, path.dirname(file.path), file);
    await turns.rest();
  }
  return byName(byFolder).map(([, files]) => ({
    kind: 'folder',
    ids: files.sort((a, b) => inOrder(a.path, b.path)).map(({ trackId }) => trackId),
  }));
}

function append<T>(to: Map<string, T[]>, key: string, value: T): void {
  const values = to.get(key);
  if (values === undefined) {
    to.set(key, [value]);
  } else {
    values.push(value);
  }
}

function byName<T>(groups: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...groups].sort(([a], [b]) => inOrder(a, b));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
