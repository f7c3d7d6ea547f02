import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where onnxruntime keeps what it is about to send, before it is sent. */
async function keptBy(script: string): Promise<readonly string[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'mugle-home-'));
  try {
    const cache = path.join(home, 'cache');
    await mkdir(cache);
    // As on a listener's machine: onnxruntime is silent where `CI`, `GITHUB_ACTIONS` and the like say that nobody is there.
    const env: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_CACHE_HOME: cache,
      TSX_DISABLE_CACHE: '1',
    };
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    await run(process.execPath, args, { cwd: root, env });
    return await readdir(home, { recursive: true });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const open = `
  const { createEmbedder } = await import('./electron/engine/embed/embedder.ts');
  await (await createEmbedder({ modelsDir: 'native-models', threads: 1 })).close();
`;

it('opening the models keeps nothing for anybody to be sent', async () => {
  expect(await keptBy(open)).toEqual(['cache']);
});

it.runIf(process.platform === 'linux')(
  'which onnxruntime by itself does: the test above looks where it would be',
  async () => {
    const itself = `
      const { InferenceSession } = await import('onnxruntime-node');
      await (await InferenceSession.create('native-models/melody/model.onnx')).release();
    `;
    expect((await keptBy(itself)).some((name) => name.includes('onnxruntime'))).toBe(true);
  },
);
