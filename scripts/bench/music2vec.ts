import { runMusic2Vec } from '../../electron/engine/pipeline/music2vec-thread';
import { DIMS } from '../../electron/engine/playlists/music2vec/pair-kernel';
import type { TrainingLists } from '../../electron/engine/playlists/music2vec/training-lists';
import { ListCollection } from '../../electron/engine/playlists/music2vec/training-lists';
import { seededRandom } from '../../electron/shared/seeded-random';
import { syntheticVectors } from './synthetic-vectors';

const SEED = 42;
const EPOCHS = 30;
/** Songs of a style, and of a list on average: as in the playlists that the original learned from. */
const STYLE = 100;
const LENGTH = 40;
/** Values of a sound: `genre` and `melody` together. */
const AUDIO_DIMS = 328;
const MOST_EXAMPLES = 20_000;

export interface Music2VecBenchOptions {
  /** Songs; 100,000 when left out. */
  readonly tracks?: number;
  /** 20,000 when left out. */
  readonly lists?: number;
  readonly tell?: (text: string) => void;
}

export interface Music2VecBenchResult {
  readonly songs: number;
  readonly lists: number;
  /** Songs in the lists, each as often as it is in one. */
  readonly places: number;
  /** Songs that are in any list. */
  readonly listed: number;
  /** From the call to the vectors of all songs. */
  readonly seconds: number;
  /** Of which the lists were learned for so long, and the places of the other songs guessed. */
  readonly learnSeconds: number;
  readonly guessSeconds: number;
  /** Of all threads together. */
  readonly cpuSeconds: number;
  /** The whole process. */
  readonly peakRssMb: number;
}

/** Learns synthetic playlists as the engine does, from nothing, and places the songs that are in none. */
export async function runMusic2VecBench(
  options: Music2VecBenchOptions = {},
): Promise<Music2VecBenchResult> {
  const { tracks = 100_000, lists: count = 20_000, tell = (): void => undefined } = options;
  const lists = playlists(tracks, count);
  tell(`Learning ${String(lists.ends.length)} lists with ${String(lists.members.length)} places`);
  const listed = [...new Set(lists.members)];
  const audio = syntheticVectors(tracks, AUDIO_DIMS, Math.ceil(tracks / STYLE));
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const thread = { signal: new AbortController().signal, onProgress: tenths(tell) };
  const learned = await runMusic2Vec('learn', { lists, seed: SEED, epochs: EPOCHS }, thread);
  const learnedAt = performance.now();
  tell('Placing the others');
  const examples = listed.slice(0, MOST_EXAMPLES);
  const rows = new Set(listed);
  const others = Array.from({ length: tracks }, (_, song) => song).filter(
    (song) => !rows.has(song),
  );
  await runMusic2Vec(
    'predict',
    {
      seed: SEED,
      audioDims: AUDIO_DIMS,
      audio: pick(audio, AUDIO_DIMS, examples),
      learned: pick(learned.vectors, DIMS, examples),
      members: Uint32Array.from(examples.keys()),
      ends: Uint32Array.from({ length: Math.ceil(examples.length / LENGTH) }, (_, list) =>
        Math.min(examples.length, (list + 1) * LENGTH),
      ),
      asked: pick(audio, AUDIO_DIMS, others),
    },
    thread,
  );
  const endedAt = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  return {
    songs: tracks,
    lists: lists.ends.length,
    places: lists.members.length,
    listed: listed.length,
    seconds: (endedAt - startedAt) / 1000,
    learnSeconds: (learnedAt - startedAt) / 1000,
    guessSeconds: (endedAt - learnedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
}

/** Playlists, each of one style, of which some songs are in many and most in few. Their lengths are exponential. */
function playlists(songs: number, count: number): TrainingLists {
  const random = seededRandom(songs + count);
  const styles = Math.max(1, Math.floor(songs / STYLE));
  const collection = new ListCollection();
  for (let list = 0; list < count; list++) {
    const style = Math.floor(random() * styles);
    const length = 2 + Math.floor(-Math.log(1 - random()) * LENGTH);
    collection.add({
      kind: 'playlist',
      songs: Array.from({ length }, () =>
        random() < 0.8
          ? Math.floor(random() * random() * STYLE) * styles + style
          : Math.floor(random() * songs),
      ),
    });
  }
  return collection.finish(songs);
}

function pick(
  rows: Float32Array,
  dims: number,
  songs: readonly number[],
): Float32Array<ArrayBuffer> {
  const picked = new Float32Array(songs.length * dims);
  songs.forEach((song, row) => {
    picked.set(rows.subarray(song * dims, (song + 1) * dims), row * dims);
  });
  return picked;
}

/** Tells each tenth of the work once. */
function tenths(tell: (text: string) => void): (done: number, total: number) => void {
  let told = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > told) {
      tell(`  ${String(tenth * 10)} %`);
    }
    told = tenth;
  };
}
