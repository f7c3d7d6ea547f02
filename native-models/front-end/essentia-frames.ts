import { createRequire } from 'node:module';

interface EssentiaVector {
  delete(): void;
}

/** The little of essentia.js that is called here; the package has no usable types of its own. */
interface EssentiaPackage {
  readonly EssentiaWASM: unknown;
  readonly Essentia: new (wasm: unknown) => {
    arrayToVector(values: Float32Array): EssentiaVector;
    vectorToArray(vector: EssentiaVector): Float32Array;
    TensorflowInputMusiCNN(frame: EssentiaVector): { readonly bands: EssentiaVector };
    delete(): void;
  };
}

const FRAME_SIZE = 512;
const HOP_SIZE = 256;
const BANDS = 96;

/**
 * The reference for `mel-96.onnx`: essentia.js `TensorflowInputMusiCNN`, frame by frame, about 200 times slower.
 * @param signal mono at 16 kHz
 * @returns log-mel values, 96 a frame, of every whole frame
 */
export function essentiaMel(signal: Float32Array): Float32Array {
  const { Essentia, EssentiaWASM } = createRequire(import.meta.url)(
    'essentia.js',
  ) as EssentiaPackage;
  const essentia = new Essentia(EssentiaWASM);
  const frames = Math.max(0, 1 + Math.floor((signal.length - FRAME_SIZE) / HOP_SIZE));
  const mel = new Float32Array(frames * BANDS);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * HOP_SIZE;
    const samples = essentia.arrayToVector(signal.subarray(start, start + FRAME_SIZE));
    const { bands } = essentia.TensorflowInputMusiCNN(samples);
    mel.set(essentia.vectorToArray(bands), frame * BANDS);
    samples.delete();
    bands.delete();
  }
  essentia.delete();
  return mel;
}
