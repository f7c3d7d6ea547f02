import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** onnxruntime's execution providers beside the CPU, by platform, in the order in which they are tried. */
const FASTER_PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
  linux: ['cuda', 'webgpu'],
};

const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';

/** What might run the models faster than the CPU of this computer. */
export function fasterProviders(platform = process.platform): readonly string[] {
  return FASTER_PROVIDERS[platform] ?? [];
}

/**
 * The file that a provider needs beside onnxruntime itself and that is not there: for CUDA it is large, and comes with onnxruntime-node only
 * where its installation fetched it. onnxruntime would say so on the standard error of whatever program it is in.
 */
export function missingLibrary(provider: string): string | undefined {
  if (provider !== 'cuda') {
    return undefined;
  }
  const node = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  // Below a folder for each version of Node's interface; there is one, which changes with onnxruntime's version.
  const bin = path.join(path.dirname(node), 'bin');
  const file = path.join(process.platform, process.arch, CUDA_LIBRARY);
  const isThere = readdirSync(bin).some((version) => existsSync(path.join(bin, version, file)));
  return isThere ? undefined : CUDA_LIBRARY;
}
