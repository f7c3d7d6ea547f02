import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { essentiaMel } from '../../../native-models/front-end/essentia-frames';
import { readGoldenSong } from '../../../native-models/front-end/golden-song';
import { readFrontEnd, readGraph } from '../../../native-models/registry';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));

it('gives every frame as essentia.js gives it, on real music', async () => {
  const signal = await readGoldenSong(modelsDir);
  const session = await InferenceSession.create(
    await readGraph(await readFrontEnd(modelsDir, 'mel-96')),
  );
  const { mel } = await session.run({ signal: new Tensor('float32', signal, [1, signal.length]) });
  const expected = essentiaMel(signal);

  expect(mel?.dims).toEqual([373, 96]);
  expect(expected).toHaveLength(373 * 96);
  expect(Math.max(...expected)).toBeGreaterThan(1);
  const differences = expected.map((value, at) => Math.abs(value - Number(mel!.data[at])));
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-4);
  await session.release();
});
