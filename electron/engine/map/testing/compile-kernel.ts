import { readFileSync } from 'node:fs';
import loadWabt from 'wabt';

/** The WebAssembly of a text of it, in base64, as the sources hold it. */
export async function compileKernel(wat: URL): Promise<string> {
  const wabt = await loadWabt();
  const module = wabt.parseWat('kernel.wat', readFileSync(wat, 'utf8'), { simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}
