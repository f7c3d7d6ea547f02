import { readFileSync } from 'node:fs';
import loadWabt from 'wabt';

/** The WebAssembly of pair-kernel.wat in base64, as pair-kernel-bytes.ts holds it. */
export async function compileKernel(): Promise<string> {
  const wabt = await loadWabt();
  const text = readFileSync(new URL('../pair-kernel.wat', import.meta.url), 'utf8');
  const module = wabt.parseWat('pair-kernel.wat', text, { simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}
