import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodePassages } from '../../../electron/engine/decode/decode-passages';
import { melSource } from '../../../electron/engine/embed/mel-extractor';
import { openGraphs } from '../../../electron/engine/embed/open-graphs';
import { MugleError } from '../../../electron/shared/errors';
import { readFrontEnd } from '../../../native-models/registry';

const BANDS = 48;
const FRAMES = 1876;
const SAMPLES = 512 + (FRAMES - 1) * 256;
const RATE = 16_000;
/** One window in the middle, as the original hears a song. */
const PLAN = { sampleRate: RATE, passageSeconds: SAMPLES / RATE, maxPassages: 1 } as const;

/** The plain original's encoder: 30 s of mel in 48 bands → 128 values in (−1, 1). */
export interface PlainModel {
  readonly sha256: string;
  /** A unit vector. @throws MugleError from decode */
  hear(file: string): Promise<Float32Array>;
}

/** @param at `plain.onnx` as native-models/melody/train/plain.py writes it: `mel` [n, 48, 1876] → `embedding` [n, 128] */
export async function openPlain(modelsDir: string, at: string): Promise<PlainModel> {
  const bytes = await readFile(at);
  const frontEnd = await readFrontEnd(modelsDir, 'mel-48');
  const graphs = await openGraphs([await melSource(frontEnd), { name: 'plain', bytes }], {
    threads: 1,
  });
  const [mel, encoder] = graphs;
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    hear: async (file) => {
      const values = await middleOf(file);
      const input = { name: frontEnd.input.name, values, shape: [1, values.length] };
      const frames = (await mel!.run(input, [frontEnd.output.name]))[frontEnd.output.name]!.values;
      const turned = { name: 'mel', values: byBand(frames), shape: [1, BANDS, FRAMES] };
      const { embedding } = await encoder!.run(turned, ['embedding']);
      return unit(embedding!.values);
    },
  };
}

/** Where a song pauses the original hears silence, which the product refuses to. */
async function middleOf(file: string): Promise<Float32Array> {
  const { signal } = new AbortController();
  try {
    return (await decodePassages(file, PLAN, { signal })).passages[0]!;
  } catch (thrown) {
    if (thrown instanceof MugleError && thrown.kind === 'silent') {
      return new Float32Array(SAMPLES);
    }
    throw thrown;
  }
}

/** Frame by frame → band by band; a short song repeats its last frame. */
function byBand(frames: Float32Array): Float32Array {
  const count = frames.length / BANDS;
  return Float32Array.from({ length: BANDS * FRAMES }, (_, at) => {
    const frame = Math.min(count - 1, at % FRAMES);
    return frames[frame * BANDS + Math.floor(at / FRAMES)]!;
  });
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
