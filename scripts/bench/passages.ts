import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PassagePlan } from '../../electron/engine/decode/decode-passages';
import { decodePassages } from '../../electron/engine/decode/decode-passages';
import { createEmbedder } from '../../electron/engine/embed/embedder';
import { PASSAGE_PLAN } from '../../electron/engine/pipeline/passage-plan';
import type { SpaceName } from '../../electron/shared/records';
import { SPACES } from '../../electron/shared/records';
import { dotOf } from '../../electron/engine/rank/song-space';
import { mean } from './quality/scores';
import { fetchMusic, songsIn } from './real-music';

/** Neighbours that are compared. */
const NEIGHBOURS = 10;
/** Shorter ones, jingles and noises, are heard whole anyway. */
const SHORTEST_SECONDS = 60;

/** All of a song: passages end to end, windows that overlap. */
const WHOLE_PLAN: PassagePlan = {
  ...PASSAGE_PLAN,
  maxPassages: Number.MAX_SAFE_INTEGER,
  windows: {
    ...PASSAGE_PLAN.windows!,
    centres: Array.from({ length: 32 }, (_, at) => (at + 0.5) / 32),
  },
};

export interface PassagesBenchResult {
  readonly songs: number;
  readonly spaces: readonly {
    readonly space: SpaceName;
    /** Share of a song's ten neighbours by the passages that are so by the whole songs, too; the mean of all songs. */
    readonly sameNeighbours: number;
    /** Between a song's two vectors. */
    readonly meanCosine: number;
    readonly worstCosine: number;
  }[];
}

type Vectors = Partial<Record<SpaceName, Float32Array>>;

/** How much the neighbours of songs owe to only their passages being heard: beside the whole songs, in every space that sound fills. */
export async function runPassagesBench({
  tell,
}: {
  readonly tell: (text: string) => void;
}): Promise<PassagesBenchResult> {
  const music = await fetchMusic(path.join(os.homedir(), '.cache', 'ok-mugle', 'bench'), tell);
  const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));
  const embedder = await createEmbedder({ modelsDir, threads: 1 });
  const { signal } = new AbortController();
  const hear = async (file: string, plan: PassagePlan): Promise<Vectors | undefined> => {
    const sound = await decodePassages(file, plan, { signal });
    return sound.durationSeconds < SHORTEST_SECONDS
      ? undefined
      : (await embedder.embed(sound, { signal })).vectors;
  };
  try {
    const pairs: { readonly passages: Vectors; readonly whole: Vectors }[] = [];
    for (const file of await songsIn(music)) {
      const passages = await hear(file, PASSAGE_PLAN);
      const whole = passages === undefined ? undefined : await hear(file, WHOLE_PLAN);
      if (passages !== undefined && whole !== undefined) {
        pairs.push({ passages, whole });
        tell(`${String(pairs.length)} songs heard, ${path.basename(file)}`);
      }
    }
    const filled = SPACES.filter((space) => pairs[0]?.whole[space] !== undefined);
    return {
      songs: pairs.length,
      spaces: filled.map((space) =>
        compare(
          space,
          pairs.map(({ passages }) => passages[space]!),
          pairs.map(({ whole }) => whole[space]!),
        ),
      ),
    };
  } finally {
    await embedder.close();
  }
}

function compare(
  space: SpaceName,
  passages: readonly Float32Array[],
  whole: readonly Float32Array[],
): PassagesBenchResult['spaces'][number] {
  const cosines = passages.map((vector, at) => dotOf(vector, whole[at]!));
  const same = passages.map((_, at) => {
    const truth = new Set(nearest(whole, at));
    return nearest(passages, at).filter((row) => truth.has(row)).length / NEIGHBOURS;
  });
  return {
    space,
    sameNeighbours: mean(same),
    meanCosine: mean(cosines),
    worstCosine: Math.min(...cosines),
  };
}

function nearest(vectors: readonly Float32Array[], of: number): readonly number[] {
  return vectors
    .map((vector, row) => ({ row, cosine: dotOf(vector, vectors[of]!) }))
    .filter(({ row }) => row !== of)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, NEIGHBOURS)
    .map(({ row }) => row);
}
