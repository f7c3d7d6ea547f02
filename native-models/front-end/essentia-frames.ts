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
    Windowing(
      frame: EssentiaVector,
      normalized: boolean,
      size: number,
      type: string,
      zeroPadding: number,
      zeroPhase: boolean,
    ): { readonly frame: EssentiaVector };
    Spectrum(frame: EssentiaVector, size: number): { readonly spectrum: EssentiaVector };
    MelBands(
      spectrum: EssentiaVector,
      highHz: number,
      bins: number,
      log: boolean,
      lowHz: number,
      normalize: string,
      bands: number,
      sampleRate: number,
      type: string,
      warping: string,
      weighting: string,
    ): { readonly bands: EssentiaVector };
    delete(): void;
  };
}

const FRAME_SIZE = 512;
const HOP_SIZE = 256;

type Essentia = InstanceType<EssentiaPackage['Essentia']>;

/**
 * The reference for `mel-96.onnx`: essentia.js `TensorflowInputMusiCNN`, frame by frame, about 200 times slower.
 * @param signal mono at 16 kHz
 * @returns log-mel values, 96 a frame, of every whole frame
 */
export function essentiaMel(signal: Float32Array): Float32Array {
  return framesOf(signal, 96, (essentia, samples) => {
    const { bands } = essentia.TensorflowInputMusiCNN(samples);
    return taken(essentia, bands);
  });
}

/** The reference for `mel-48.onnx`, made of essentia's single steps; otherwise like `essentiaMel`. */
export function essentiaMel48(signal: Float32Array): Float32Array {
  return framesOf(signal, 48, (essentia, samples) => {
    const { frame } = essentia.Windowing(samples, false, FRAME_SIZE, 'hann', 0, true);
    const { spectrum } = essentia.Spectrum(frame, FRAME_SIZE);
    const bins = FRAME_SIZE / 2 + 1;
    const mel = [8000, bins, false, 0, 'unit_tri', 48, 16_000, 'power', 'slaneyMel'] as const;
    const { bands } = essentia.MelBands(spectrum, ...mel, 'linear');
    frame.delete();
    spectrum.delete();
    return taken(essentia, bands).map((value) => Math.log10(1 + 10_000 * value));
  });
}

function framesOf(
  signal: Float32Array,
  bands: number,
  melOf: (essentia: Essentia, samples: EssentiaVector) => Float32Array,
): Float32Array {
  const { Essentia, EssentiaWASM } = createRequire(import.meta.url)(
    'essentia.js',
  ) as EssentiaPackage;
  const essentia = new Essentia(EssentiaWASM);
  const frames = Math.max(0, 1 + Math.floor((signal.length - FRAME_SIZE) / HOP_SIZE));
  const mel = new Float32Array(frames * bands);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * HOP_SIZE;
    const samples = essentia.arrayToVector(signal.subarray(start, start + FRAME_SIZE));
    mel.set(melOf(essentia, samples), frame * bands);
    samples.delete();
  }
  essentia.delete();
  return mel;
}

/** A copy of essentia's vector, which is freed. */
function taken(essentia: Essentia, vector: EssentiaVector): Float32Array {
  const values = Float32Array.from(essentia.vectorToArray(vector));
  vector.delete();
  return values;
}
