import type { Command } from 'commander';
import type { LearnedLists } from '../shared/ipc/lists-contract';
import { MugleError } from '../shared/errors';
import { printJson, printLine } from './output';
import { runJob, throwIfCancelled, withEngine } from './with-engine';

interface LearnFlags {
  readonly json?: boolean;
  readonly library: string;
  readonly anew?: boolean;
}

/** Makes `mugle playlist learn` of a command. */
export function asLearnCommand(command: Command): void {
  command
    .option('--anew', 'from nothing, and not from what was learned before')
    .action(async (flags: LearnFlags) => {
      await learn(flags);
    });
}

async function learn(flags: LearnFlags): Promise<void> {
  const { learned } = await withEngine(flags, async (engine) => {
    const start = (): Promise<string> =>
      engine.handle('lists:learn', { anew: flags.anew === true });
    throwIfCancelled(await runJob(engine, start));
    return engine.handle('lists:get', {});
  });
  if (learned === null) {
    throw new MugleError('internal', 'It was learned from lists, but what is not known.');
  }
  if (flags.json === true) {
    printJson(learned);
    return;
  }
  for (const line of learnedLines(learned)) {
    printLine(line);
  }
}

/** What was learned from lists, for a person. */
export function learnedLines(figures: LearnedLists): string[] {
  const { playlists, albums, folders, learned, guessed, error, seconds } = figures;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const lines = [
    `from ${String(playlists)} playlists, ${String(albums)} albums, ${String(folders)} folders in ${seconds.toFixed(1)} s`,
    `songs placed by lists: ${String(learned)}, by their sound: ${String(guessed)}`,
  ];
  if (error === null) {
    return [...lines, 'too few songs are in lists to place others by their sound'];
  }
  const { cosine, recall, randomRecall, heldOut } = error;
  return [
    ...lines,
    `placing by sound, tried on ${String(heldOut)} songs: cosine ${cosine.toFixed(3)}, companions found ${percent(recall)} (at random ${percent(randomRecall)})`,
  ];
}
