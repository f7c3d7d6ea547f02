import { readFileSync } from 'node:fs';
import loadWabt from 'wabt';

/** The WebAssembly of dot-kernel.wat in base64, as dot-kernel-bytes.ts holds it. */
export async function compileKernel(): Promise<string> {
  const wabt = await loadWabt();
  const text = readFileSync(new URL('../dot-kernel.wat', import.meta.url), 'utf8');
  const module = wabt.parseWat('dot-kernel.wat', text, { simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}
