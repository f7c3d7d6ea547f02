import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SoundFacts, SpaceName, TrackTags } from '../../../shared/records';
import type { LibraryStore } from '../../store/library-store';
import { openLibraryStore } from '../../store/library-store';
import type { PassageVector } from '../../store/stored-records';
import { readBundledModels } from '../bundled-models';
import { createEngine } from '../engine';
import type { Engine, EngineOptions } from '../engine-types';
import { NO_TAGS } from './no-tags';

const logger = { info: () => undefined, warn: () => undefined };
const modelsDir = fileURLToPath(new URL('../../../../native-models', import.meta.url));

/** A song as a test describes it; vectors of any length are normalised. */
export interface FilledSong {
  /** One or two hex digits, told apart by them. */
  readonly name: string;
  readonly tags?: Partial<TrackTags>;
  /** `/music/NAME.mp3` when left out. */
  readonly path?: string;
  readonly vectors: Partial<Record<SpaceName, readonly number[]>>;
  /** Beats a minute, key and loudness; what is left out is not known. */
  readonly sound?: { readonly bpm?: number; readonly key?: number };
  /** Vectors of passages in the genre space, one every ten seconds from 5 on. */
  readonly passages?: readonly (readonly number[])[];
  /** The same in the melody space. */
  readonly tunes?: readonly (readonly number[])[];
  /** Scores of the first bundled tagger, by its words; 0 for all others. */
  readonly heard?: Readonly<Record<string, number>>;
}

export interface FilledLibrary {
  readonly engine: Engine;
  /** Closes the engine, changes the library, and opens it again. */
  reopen(change?: (store: LibraryStore) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** The id of a song by its name. */
export const idOf = (name: string): string => name.padStart(32, '0');
/** The names of songs by their ids. */
export const namesOf = (songs: readonly { readonly id: string }[]): string[] =>
  songs.map(({ id }) => id.replace(/^0+(?=.)/, ''));

/** A real engine over a real library that these songs were written to. */
export async function openFilled(
  songs: readonly FilledSong[],
  options: Partial<EngineOptions> = {},
): Promise<FilledLibrary> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-filled-'));
  const libraryDir = path.join(folder, 'library.lance');
  const store = await openLibraryStore(libraryDir, { logger });
  const models = await readBundledModels(modelsDir);
  const tagger = models.ids.find((model) => models.tagsOf(model).length > 0) ?? '';
  for (const song of songs) {
    const { name, tags, vectors, heard = {}, passages = [], tunes = [] } = song;
    const { path: file = `/music/${name}.mp3` } = song;
    const id = idOf(name);
    const unit = Object.entries(vectors).map(([space, values]) => [space, unitVector(values)]);
    const scores = Float32Array.from(models.tagsOf(tagger), (tag) => heard[tag] ?? 0);
    store.putAnalysis({
      id,
      vectors: Object.fromEntries(unit) as object,
      tagScores: [{ model: tagger, scores }],
      passages: { genre: passages.map(passageOf), melody: tunes.map(passageOf) },
    });
    store.putTrack({
      id,
      tags: { ...NO_TAGS, title: name, ...tags },
      state: 'analysed',
      models: models.ids,
      ...(song.sound === undefined ? {} : { sound: soundOf(song.sound) }),
    });
    store.putFile({ path: file, sizeBytes: 1, mtimeMs: 1, trackId: id });
  }
  await store.close();
  const cacheDir = path.join(folder, 'cache');
  const open = (): Promise<Engine> =>
    createEngine({ libraryDir, modelsDir, cacheDir, logger, ...options });
  let engine = await open();
  return {
    get engine() {
      return engine;
    },
    reopen: async (change) => {
      await engine.close();
      if (change !== undefined) {
        const store = await openLibraryStore(libraryDir, { logger });
        await change(store);
        await store.close();
      }
      engine = await open();
    },
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function passageOf(values: readonly number[], at: number): PassageVector {
  return { seconds: 5 + 10 * at, vector: unitVector(values) };
}

function soundOf({ bpm, key }: NonNullable<FilledSong['sound']>): SoundFacts {
  return {
    tempo: bpm === undefined ? null : { bpm, confidence: 0.5 },
    key: key === undefined ? null : { key, confidence: 0.5 },
    loudness: -14,
  };
}

function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}
