import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { essentiaMel, essentiaMel48 } from '../../../native-models/front-end/essentia-frames';
import { readGoldenSong } from '../../../native-models/front-end/golden-song';
import { readFrontEnd, readGraph } from '../../../native-models/registry';
import { loadOnnxRuntime } from './load-onnxruntime';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));

it.each([
  ['mel-96', 96, essentiaMel],
  ['mel-48', 48, essentiaMel48],
])('%s gives every frame as essentia.js gives it, on real music', async (id, bands, reference) => {
  const signal = await readGoldenSong(modelsDir);
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(await readGraph(await readFrontEnd(modelsDir, id)));
  const { mel } = await session.run({ signal: new Tensor('float32', signal, [1, signal.length]) });
  const expected = reference(signal);

  expect(mel?.dims).toEqual([373, bands]);
  expect(expected).toHaveLength(373 * bands);
  expect(Math.max(...expected)).toBeGreaterThan(1);
  const differences = expected.map((value, at) => Math.abs(value - Number(mel!.data[at])));
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);
  await session.release();
});
