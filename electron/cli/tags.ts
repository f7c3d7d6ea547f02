import path from 'node:path';
import { readFileTags } from '../engine/index';
import { printJson, printLine, tell } from './output';

/** `mugle tags FILE`: what the file says about itself, and what is odd about it. */
export async function runTags(file: string, flags: { readonly json?: boolean }): Promise<void> {
  const { tags, warnings } = await readFileTags(path.resolve(file), { logger: { warn: tell } });
  if (flags.json === true) {
    printJson({ path: path.resolve(file), ...tags, warnings });
    return;
  }
  for (const [name, value] of Object.entries(tags)) {
    printLine(`${name}: ${String(value ?? '')}`);
  }
  for (const warning of warnings) {
    printLine(`warning: ${warning}`);
  }
}
