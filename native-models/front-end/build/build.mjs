/**
 * `node native-models/front-end/build/build.mjs` writes mel-96 and mel-48 (.onnx, .json) beside this folder.
 *
 * signal [1, samples] → frames (strided Conv as windowed DFT) → power (square) → mel bands (1×1 Conv that also adds
 * the squares of the real and the imaginary part) → log10(1 + 10000 x) → mel [frames, bands].
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { MELON_MEL, MUSICNN_MEL, readConstants } from './essentia-constants.mjs';
import { onnxModel } from './onnx-file.mjs';

const OPSET = 17;
const COMPRESSION = 10000;

/** The windowed DFT as a filter bank: for each bin kept a cosine row, then for each a sine row. */
function dftRows(window, kept) {
  const size = window.length;
  const rows = new Float32Array(2 * kept.length * size);
  kept.forEach((bin, row) => {
    for (let n = 0; n < size; n += 1) {
      const angle = (2 * Math.PI * ((bin * n) % size)) / size;
      rows[row * size + n] = window[n] * Math.cos(angle);
      rows[(kept.length + row) * size + n] = window[n] * Math.sin(angle);
    }
  });
  return rows;
}

/** Each band's weights twice: over the squared real parts and over the squared imaginary parts. */
function bandRows(filters, bands, bins, kept) {
  const rows = new Float32Array(bands * 2 * kept.length);
  for (let band = 0; band < bands; band += 1) {
    kept.forEach((bin, column) => {
      const weight = filters[band * bins + bin] * COMPRESSION;
      rows[band * 2 * kept.length + column] = weight;
      rows[band * 2 * kept.length + kept.length + column] = weight;
    });
  }
  return rows;
}

function melGraph(name, mel, { window, filters, bins }) {
  const { bands, frameSize, hopSize } = mel;
  // Bins that no band listens to cost time and change nothing.
  const kept = Array.from({ length: bins }, (_, bin) => bin).filter((bin) =>
    Array.from({ length: bands }, (_, band) => filters[band * bins + bin]).some((w) => w !== 0),
  );
  const rows = 2 * kept.length;
  return onnxModel({
    name,
    opset: OPSET,
    producer: 'ok-mugle',
    inputs: [{ name: 'signal', dims: [1, 'samples'] }],
    outputs: [{ name: 'mel', dims: ['frames', bands] }],
    constants: [
      { name: 'axis0', dims: [1], data: BigInt64Array.of(0n) },
      { name: 'one', dims: [1], data: Float32Array.of(1) },
      { name: 'ln10', dims: [1], data: Float32Array.of(Math.LN10) },
      { name: 'dft', dims: [rows, 1, frameSize], data: dftRows(window, kept) },
      { name: 'bank', dims: [bands, rows, 1], data: bandRows(filters, bands, bins, kept) },
    ],
    nodes: [
      { op: 'Unsqueeze', inputs: ['signal', 'axis0'], output: 'channel' },
      {
        op: 'Conv',
        inputs: ['channel', 'dft'],
        output: 'spectrum',
        attributes: { kernel_shape: [frameSize], strides: [hopSize] },
      },
      { op: 'Mul', inputs: ['spectrum', 'spectrum'], output: 'squares' },
      {
        op: 'Conv',
        inputs: ['squares', 'bank'],
        output: 'bands',
        attributes: { kernel_shape: [1] },
      },
      { op: 'Add', inputs: ['bands', 'one'], output: 'shifted' },
      { op: 'Log', inputs: ['shifted'], output: 'natural' },
      { op: 'Div', inputs: ['natural', 'ln10'], output: 'decades' },
      {
        op: 'Transpose',
        inputs: ['decades'],
        output: 'timeMajor',
        attributes: { perm: [0, 2, 1] },
      },
      { op: 'Squeeze', inputs: ['timeMajor', 'axis0'], output: 'mel' },
    ],
  });
}

const require = createRequire(import.meta.url);

for (const mel of [MUSICNN_MEL, MELON_MEL]) {
  const id = `mel-${mel.bands}`;
  const constants = readConstants(mel);
  const graph = melGraph(id, mel, constants);
  const description = {
    id,
    file: `${id}.onnx`,
    sha256: createHash('sha256').update(graph).digest('hex'),
    bytes: graph.length,
    licence: 'AGPL-3.0-or-later',
    source: {
      package: 'essentia.js',
      version: require('essentia.js/package.json').version,
      essentia: constants.version,
    },
    input: { name: 'signal', shape: [1, 'samples'] },
    output: { name: 'mel', shape: ['frames', mel.bands] },
    mel,
  };
  await writeFile(new URL(`../${id}.onnx`, import.meta.url), graph);
  await writeFile(
    new URL(`../${id}.json`, import.meta.url),
    `${JSON.stringify(description, null, 2)}\n`,
  );
  process.stdout.write(`${id}.onnx: ${graph.length} bytes, sha256 ${description.sha256}\n`);
}
