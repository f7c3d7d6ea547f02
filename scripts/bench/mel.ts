import { fileURLToPath } from 'node:url';
import { openMelExtractor } from '../../electron/engine/embed/mel-extractor';
import { essentiaMel } from '../../native-models/front-end/essentia-frames';
import { readGoldenSong } from '../../native-models/front-end/golden-song';

const SECONDS = 30;
const SAMPLE_RATE = 16_000;
const RUNS = 20;

export interface MelBenchOptions {
  /** Threads of the graph; essentia.js has one. */
  readonly threads?: number;
}

export interface MelBenchResult {
  readonly graphs: readonly {
    readonly name: string;
    /** Median of 20 runs, for 30 s of sound. */
    readonly graphMs: number;
    /** One run, for the same. */
    readonly essentiaMs: number;
    readonly ratio: number;
    readonly maxAbsDiff: number;
  }[];
}

/** Times the mel graph and essentia.js frame by frame over the same 30 s of music, and compares every value. */
export async function runMelBench(options: MelBenchOptions = {}): Promise<MelBenchResult> {
  const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));
  const signal = loop(await readGoldenSong(modelsDir), SECONDS * SAMPLE_RATE);
  const extractor = await openMelExtractor(modelsDir, options.threads ?? 1);
  try {
    const mel = await extractor.mel(signal);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await extractor.mel(signal);
      times.push(performance.now() - started);
    }
    const graphMs = times.sort((a, b) => a - b)[RUNS / 2]!;
    const started = performance.now();
    const reference = essentiaMel(signal);
    const essentiaMs = performance.now() - started;
    const maxAbsDiff = reference.reduce(
      (furthest, value, at) => Math.max(furthest, Math.abs(value - mel[at]!)),
      0,
    );
    return {
      graphs: [{ name: 'mel-96', graphMs, essentiaMs, ratio: essentiaMs / graphMs, maxAbsDiff }],
    };
  } finally {
    await extractor.close();
  }
}

/** The golden song is six seconds long: it is repeated. */
function loop(song: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => song[at % song.length]!);
}
