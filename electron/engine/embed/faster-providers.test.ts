import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fasterProviders, missingLibrary } from './faster-providers';

it.each([
  ['win32', ['dml', 'webgpu']],
  ['darwin', ['coreml', 'webgpu']],
  ['linux', ['cuda', 'webgpu']],
  ['freebsd', []],
] as const)('on %s tries %j, in this order', (platform, providers) => {
  expect(fasterProviders(platform)).toEqual(providers);
});

it('names the library that CUDA needs where onnxruntime came without it', async () => {
  const node = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const names = await readdir(path.join(path.dirname(node), 'bin'), { recursive: true });
  const library = 'libonnxruntime_providers_cuda.so';
  const ending = path.join(process.platform, process.arch, library);
  const isThere = names.some((name) => name.endsWith(ending));
  expect(missingLibrary('cuda')).toBe(isThere ? undefined : library);
  expect(missingLibrary('webgpu')).toBeUndefined();
});
