import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import type { Request, Response } from '../../shared/ipc/contract';
import type { SpaceName, TrackId } from '../../shared/records';
import { blend } from '../rank/blend';
import { pathBetween } from '../rank/path-between';
import { radio } from '../rank/radio';
import type { SongSpace } from '../rank/song-space';
import type { LibraryStore } from '../store/library-store';
import type { VectorSpace } from '../store/vector-space';
import type { LibraryView } from './library-view';
import type { PlaylistBook } from './playlist-book';
import { artistKey } from './similar-query';

interface ListParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly playlists: PlaylistBook;
  /** The store has something to save. */
  readonly changed: () => void;
}

/** What each song's radio has given, the radio that was longest unheard first. */
const radios = z.array(z.tuple([z.string(), z.array(z.string())]));
/** Radios that are remembered; the longest unheard is forgotten first. */
const MOST_RADIOS = 40;
/** Songs that a radio remembers to have given; after more than this the first ones may come again. */
const MOST_GIVEN = 5_000;

/** Rows of a space by id, and back. */
interface Rows {
  readonly space: SongSpace;
  readonly memory: VectorSpace;
}

/** A path between two songs. @throws MugleError `not-analysed`, `bad-request` */
export function makePath(parts: ListParts, request: Request<'playlists:path'>): TrackId[] {
  const { from, to, length, seed } = request;
  const { space, memory } = rowsOf(parts, request.space);
  const rows = pathBetween(space, {
    from: rowOf(memory, from),
    to: rowOf(memory, to),
    length,
    seed,
  });
  return idsOf(memory, rows);
}

/** The next songs of a song's radio. @throws MugleError `not-analysed` */
export function makeRadio(
  parts: ListParts,
  { id, count, seed, ...rest }: Request<'playlists:radio'>,
): Response<'playlists:radio'> {
  const { space, memory } = rowsOf(parts, rest.space);
  const start = rowOf(memory, id);
  const { all, damaged } = givenFrom(parts.store.note('radio') ?? '[]');
  const draw = (given: readonly TrackId[]): TrackId[] => {
    const rows = new Set(given.flatMap((each) => memory.rowOf(each) ?? []));
    return idsOf(memory, radio(space, { seed: start, count, given: rows, chance: seed }));
  };
  const before = all.get(id) ?? [];
  const drawn = draw(before);
  const isOver = drawn.length === 0 && before.length > 0;
  const trackIds = isOver ? draw([]) : drawn;
  all.delete(id);
  all.set(id, [...(isOver ? [] : before), ...trackIds].slice(-MOST_GIVEN));
  parts.store.setNote('radio', JSON.stringify([...all].slice(-MOST_RADIOS)));
  parts.changed();
  return { trackIds: [id, ...trackIds], anew: isOver || damaged };
}

/** A note that cannot be read costs the memory of what was given: every radio begins again, and says so. */
function givenFrom(note: string): {
  readonly all: Map<TrackId, TrackId[]>;
  readonly damaged: boolean;
} {
  try {
    return { all: new Map(radios.parse(JSON.parse(note))), damaged: false };
  } catch {
    return { all: new Map(), damaged: true };
  }
}

/** Songs between two playlists. @throws MugleError `playlist-unknown`, `not-analysed` */
export function makeBlend(
  parts: ListParts,
  { a, b, count, ...rest }: Request<'playlists:blend'>,
): TrackId[] {
  const { space, memory } = rowsOf(parts, rest.space);
  const rowsIn = (id: string): number[] => {
    const { trackIds } = parts.playlists.get(id).playlist;
    return [...new Set(trackIds)].flatMap((each) => memory.rowOf(each) ?? []);
  };
  const lists = { a: rowsIn(a), b: rowsIn(b) };
  if (lists.a.length === 0 || lists.b.length === 0) {
    throw notAnalysed('No song of one of the playlists has been listened to yet.');
  }
  return idsOf(memory, blend(space, { ...lists, count }));
}

function rowsOf({ store, view }: ListParts, name: SpaceName): Rows {
  const memory = store.space(name);
  if (memory === undefined) {
    throw notAnalysed(`No song has a ${name} vector yet.`);
  }
  const exclude = [...view.notPresent()].flatMap((id) => memory.rowOf(id) ?? []);
  return {
    memory,
    space: {
      dims: memory.dims,
      codes: memory.codes,
      peaks: memory.peaks,
      exclude: new Set(exclude),
      artistOf: (row) => {
        const track = store.tracks.get(memory.ids[row] ?? '');
        return track === undefined ? '' : artistKey(track);
      },
    },
  };
}

function rowOf(memory: VectorSpace, id: TrackId): number {
  const row = memory.rowOf(id);
  if (row === undefined) {
    throw notAnalysed('This song has not been listened to yet.');
  }
  return row;
}

function idsOf(memory: VectorSpace, rows: readonly number[]): TrackId[] {
  return rows.map((row) => memory.ids[row] ?? '');
}

function notAnalysed(message: string): MugleError {
  return new MugleError('not-analysed', message, { stage: 'embed' });
}
