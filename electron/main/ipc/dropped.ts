import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { MugleError } from '../../shared/errors';
import type { Dropped } from '../../shared/ipc/contract';
import type { OutsideSong } from '../../shared/ipc/similar-contract';
import type { TrackId } from '../../shared/records';
import type { EngineClient } from '../engine/engine-client';
import { importPlaylistFiles, isPlaylistName } from '../playlist-files';
import { droppedFolders } from './dropped-folders';

/** What the preload sends: a drop of more than this is a mistake. */
export const droppedThings = z.object({
  paths: z.array(z.string().min(1)).min(1).max(10_000),
  /** One song alone is asked about; without it its folder is added, as of everything else. */
  askAboutOne: z.boolean(),
});
type DroppedThings = z.infer<typeof droppedThings>;

/** Where the songs lie that were dropped to be asked about; the window knows them by their ids only. */
const askedAbout = new Map<TrackId, string>();
const MOST_REMEMBERED = 16;

/**
 * Does what a drop means: folders and files of music go into the library, playlist files become playlists, and one song
 * alone is asked about.
 * @throws MugleError `folder-missing`, `bad-request`, or what is wrong with the one song
 */
export async function takeDropped(
  engine: EngineClient,
  { paths, askAboutOne }: DroppedThings,
): Promise<Dropped> {
  const [only = '', ...others] = paths;
  if (askAboutOne && others.length === 0 && (await isSongFile(only))) {
    return { job: null, imported: { reports: [], failed: [] }, song: await meet(engine, only) };
  }
  const music = paths.filter((each) => !isPlaylistName(each));
  const folders = music.length === 0 ? [] : await droppedFolders(music);
  const job =
    folders.length === 0 ? null : await engine.request('library:add-roots', { paths: folders });
  const imported = await importPlaylistFiles(engine, paths.filter(isPlaylistName));
  return { job, imported, song: null };
}

/** Adds the folder of a song that was dropped to be asked about. @throws MugleError `track-unknown` */
export function addFolderOf(engine: EngineClient, id: TrackId): Promise<string> {
  const file = askedAbout.get(id);
  if (file === undefined) {
    throw new MugleError(
      'track-unknown',
      `The file of the song ${id} is not known any more. Drop it here again.`,
    );
  }
  return engine.request('library:add-roots', { paths: [path.dirname(file)] });
}

async function isSongFile(file: string): Promise<boolean> {
  const kind = await stat(file).catch(() => undefined);
  return path.isAbsolute(file) && kind?.isFile() === true && !isPlaylistName(file);
}

async function meet(engine: EngineClient, file: string): Promise<OutsideSong> {
  const song = await engine.request('similar:meet-file', { path: file });
  askedAbout.delete(song.id);
  askedAbout.set(song.id, file);
  for (const old of [...askedAbout.keys()].slice(0, -MOST_REMEMBERED)) {
    askedAbout.delete(old);
  }
  return song;
}
