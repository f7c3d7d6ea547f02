import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { cacheDir, modelsDir } from './cli-folders';
import { learnedLines } from './learn';
import { printJson, printLine } from './output';
import { withEngine } from './with-engine';

/** `mugle doctor`: what a bug report needs. Fails when the models cannot be run or the library cannot be opened. */
export async function runDoctor(flags: {
  readonly json?: boolean;
  readonly library: string;
}): Promise<void> {
  const report = await withEngine(flags, async (engine) => {
    const processor = await engine.handle('engine:processor', {});
    const { rows } = await engine.handle('library:rows', { since: 0 });
    return {
      version: await productVersion(),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      libraryDir: flags.library,
      modelsDir,
      cacheDir: cacheDir(),
      songs: rows.id.ends.length,
      roots: await engine.handle('library:roots', {}),
      problems: (await engine.handle('problems:list', {})).length,
      lists: (await engine.handle('lists:get', {})).learned,
      provider: processor.provider,
      songMs: processor.songMs,
      cpuSongMs: processor.cpuSongMs,
      rejectedProviders: processor.rejected,
    };
  });
  if (flags.json === true) {
    printJson(report);
    return;
  }
  const { rejectedProviders, roots, lists, songMs, cpuSongMs, ...plain } = report;
  for (const [name, value] of Object.entries(plain)) {
    printLine(`${name}: ${String(value)}`);
  }
  if (songMs !== null && cpuSongMs !== null) {
    printLine(`models: ${songMs.toFixed(0)} ms a song, ${cpuSongMs.toFixed(0)} ms on the CPU`);
  }
  printLine(`roots: ${roots.join(', ')}`);
  for (const line of lists === null ? ['nothing learned yet'] : learnedLines(lists)) {
    printLine(`lists: ${line}`);
  }
  for (const { provider, kind, reason } of rejectedProviders) {
    printLine(`not used: ${provider}: ${kind}: ${reason}`);
  }
}

async function productVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}
