import path from 'node:path';
import { MugleError } from '../shared/errors';
import type { Problem, Skips } from '../shared/progress';
import { printJson, printLine } from './output';
import { runJob, throwIfCancelled, withEngine } from './with-engine';

/** `mugle scan FOLDER`: indexes the folder and prints the ledger. */
export async function runScan(
  folder: string,
  flags: { readonly json?: boolean; readonly library: string; readonly workers?: number },
): Promise<void> {
  const root = path.resolve(folder);
  const { finished, problems } = await withEngine(flags, async (engine) => ({
    finished: await runJob(engine, () => engine.handle('library:add-roots', { paths: [root] })),
    problems: await engine.handle('problems:list', {}),
  }));
  if (finished.ledger === null) {
    throw new MugleError('internal', 'The scan ended without a ledger.');
  }
  const failures = problems
    .filter(({ path: file, ignored }) => !ignored && isInside(file, root))
    .map(failureOf);
  const { seconds, ledger, skips } = finished;
  const songsPerMinute = seconds > 0 ? (ledger.indexed / seconds) * 60 : 0;
  if (flags.json === true) {
    printJson({ ...ledger, skips, seconds, songsPerMinute, failures });
  } else {
    printLine(
      `${String(ledger.found)} found, ${String(ledger.indexed)} indexed, ${String(ledger.failed)} failed, ${String(ledger.skipped)} skipped${reasonsOf(skips)}`,
    );
    printLine(`${seconds.toFixed(1)} s, ${songsPerMinute.toFixed(1)} songs a minute`);
    for (const failure of failures) {
      printLine(`failed (${failure.stage}): ${failure.path}`);
      printLine(`  ${failure.reason}`);
    }
  }
  throwIfCancelled(finished);
}

/** Why files were skipped, in brackets. */
function reasonsOf(skips: Skips | null): string {
  const parts = Object.entries(skips ?? {}).flatMap(([reason, count]) =>
    count === 0 ? [] : [`${String(count)} ${reason}`],
  );
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function failureOf({ path: file, error }: Problem): {
  path: string;
  stage: string;
  reason: string;
} {
  return { path: file, stage: error.stage ?? 'scan', reason: error.message };
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
