import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import type { Request, Response } from '../../shared/ipc/contract';
import type { TrackId } from '../../shared/records';
import { blend } from '../rank/blend';
import { pathBetween } from '../rank/path-between';
import { radio } from '../rank/radio';
import type { JointParts, JointSongs } from './joint-songs';
import { withJointSongs } from './joint-songs';
import type { PlaylistBook } from './playlist-book';

interface ListParts extends JointParts {
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

/** A path between two songs. @throws MugleError `not-analysed`, `bad-request` */
export async function makePath(
  parts: ListParts,
  { from, to, length, seed }: Request<'playlists:path'>,
): Promise<TrackId[]> {
  return withJointSongs(parts, (joint) => {
    const ends = { from: numberOf(joint, from), to: numberOf(joint, to) };
    return pathBetween(joint.space, { ...ends, length, seed }).map(joint.idOf);
  });
}

/** The next songs of a song's radio. @throws MugleError `not-analysed` */
export async function makeRadio(
  parts: ListParts,
  request: Request<'playlists:radio'>,
): Promise<Response<'playlists:radio'>> {
  return withJointSongs(parts, (joint) => radioOf(parts, joint, request));
}

function radioOf(
  parts: ListParts,
  joint: JointSongs,
  { id, count, seed, over = false }: Request<'playlists:radio'>,
): Response<'playlists:radio'> {
  const start = numberOf(joint, id);
  const { all, damaged } = givenFrom(parts.store.note('radio') ?? '[]');
  const draw = (given: readonly TrackId[]): TrackId[] => {
    const songs = new Set(given.flatMap((each) => joint.numberOf(each) ?? []));
    return radio(joint.space, { seed: start, count, given: songs, chance: seed }).map(joint.idOf);
  };
  const before = over ? [] : (all.get(id) ?? []);
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
export async function makeBlend(
  parts: ListParts,
  { a, b, count }: Request<'playlists:blend'>,
): Promise<TrackId[]> {
  return withJointSongs(parts, (joint) => {
    const songsIn = (id: string): number[] => {
      const { trackIds } = parts.playlists.get(id).playlist;
      return [...new Set(trackIds)].flatMap((each) => joint.numberOf(each) ?? []);
    };
    const lists = { a: songsIn(a), b: songsIn(b) };
    if (lists.a.length === 0 || lists.b.length === 0) {
      throw notAnalysed('No song of one of the playlists has been listened to yet.');
    }
    return blend(joint.space, { ...lists, count }).map(joint.idOf);
  });
}

function numberOf(joint: JointSongs, id: TrackId): number {
  const song = joint.numberOf(id);
  if (song === undefined) {
    throw notAnalysed('This song has not been listened to yet.');
  }
  return song;
}

function notAnalysed(message: string): MugleError {
  return new MugleError('not-analysed', message, { stage: 'embed' });
}
