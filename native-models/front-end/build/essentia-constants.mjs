/** Reads the analysis window and the mel filter bank out of essentia.js: they are its definition, not ours. */
import essentiaPackage from 'essentia.js';

/** How essentia's TensorflowInputMusiCNN calls Windowing and MelBands. */
export const MUSICNN_MEL = {
  sampleRate: 16000,
  frameSize: 512,
  hopSize: 256,
  bands: 96,
  lowHz: 0,
  highHz: 8000,
  window: 'hann',
  windowNormalized: false,
  warping: 'slaneyMel',
  weighting: 'linear',
  normalize: 'unit_tri',
  spectrum: 'power',
  compression: 'log10(1 + 10000 * x)',
};

/** The input of the original's autoencoder, that of the Melon Playlist data: the same with half as many bands. */
export const MELON_MEL = { ...MUSICNN_MEL, bands: 48 };

/**
 * @param {typeof MUSICNN_MEL} mel
 * @returns {{window: Float32Array, filters: Float32Array, bins: number, version: string}}
 *   `window` [frameSize]; `filters` [bands, bins], from the power spectrum to the mel bands.
 */
export function readConstants(mel) {
  const { Essentia, EssentiaWASM } = essentiaPackage;
  const essentia = new Essentia(EssentiaWASM);
  const bins = mel.frameSize / 2 + 1;
  const call = (values, algorithm, output) => {
    const input = essentia.arrayToVector(values);
    const result = algorithm(input)[output];
    const copy = Float32Array.from(essentia.vectorToArray(result));
    input.delete();
    result.delete();
    return copy;
  };
  // Zero phase only rotates the frame, which the power spectrum does not see; off, the window stays readable.
  const window = call(
    new Float32Array(mel.frameSize).fill(1),
    (frame) =>
      essentia.Windowing(frame, mel.windowNormalized, mel.frameSize, mel.window, 0, false),
    'frame',
  );
  const filters = new Float32Array(mel.bands * bins);
  for (let bin = 0; bin < bins; bin += 1) {
    const impulse = new Float32Array(bins);
    impulse[bin] = 1;
    const bands = call(
      impulse,
      (spectrum) =>
        essentia.MelBands(
          spectrum,
          mel.highHz,
          bins,
          false,
          mel.lowHz,
          mel.normalize,
          mel.bands,
          mel.sampleRate,
          mel.spectrum,
          mel.warping,
          mel.weighting,
        ),
      'bands',
    );
    bands.forEach((weight, band) => {
      filters[band * bins + bin] = weight;
    });
  }
  const { version } = essentia;
  essentia.delete();
  return { window, filters, bins, version };
}
