import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { toErrorRecord } from '../shared/errors';
import type { SpaceName } from '../shared/records';
import { SPACES } from '../shared/records';
import { defaultLibraryDir } from './cli-folders';
import { runDoctor } from './doctor';
import { runMap } from './map';
import { printJson, sayLines, tell } from './output';
import { addPlaylistCommands } from './playlist';
import { runScan } from './scan';
import { runSimilar } from './similar';
import { runTags } from './tags';

export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_BAD_USAGE = 2;

const RANKINGS = ['balanced', 'score-total', 'top-3'] as const;

interface Flags {
  readonly json?: boolean;
  readonly library: string;
  readonly space: SpaceName;
  readonly ranking: (typeof RANKINGS)[number];
  readonly only?: SpaceName;
  readonly limit: number;
  readonly workers?: number;
}

/**
 * Runs one command line. Answers go to stdout (with `--json` exactly one JSON value), everything else to stderr.
 * @returns the exit code: 0, 1 when the command failed, 2 when it was called wrongly.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = buildProgram();
  addPlaylistCommands(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT_OK;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // Commander has printed what is wrong, or the help that was asked for.
      return thrown.exitCode === 0 ? EXIT_OK : EXIT_BAD_USAGE;
    }
    const error = toErrorRecord(thrown);
    if (args.includes('--json')) {
      printJson({ error });
    }
    tell(`mugle: ${error.message}`);
    return EXIT_FAILED;
  }
}

function buildProgram(): Command {
  const program = new Command('mugle')
    .description('Find songs that sound alike in your own music files, on your own computer.')
    .exitOverride()
    .configureOutput({ writeErr: sayLines })
    .helpCommand(false)
    .showHelpAfterError('(mugle --help tells how it is used)');
  addCommand(
    program,
    'scan <folder>',
    'Index a folder: read tags, listen to each song.',
    ['library', 'workers'],
    async (folder, flags) => {
      await runScan(folder, flags);
    },
  );
  addCommand(
    program,
    'similar <file-or-id>',
    'List the songs that sound most like one.',
    ['library', 'ranking', 'only', 'limit'],
    async (song, flags) => {
      await runSimilar(song, flags);
    },
  );
  addCommand(
    program,
    'map',
    'Lay the library out in two dimensions.',
    ['library', 'space'],
    async (_none, flags) => {
      await runMap(flags);
    },
  );
  addCommand(
    program,
    'tags <file>',
    'Print what a file says about itself.',
    [],
    async (file, flags) => {
      await runTags(file, flags);
    },
  );
  addCommand(
    program,
    'doctor',
    'Print versions, folders and what the models run on.',
    ['library'],
    async (_none, flags) => {
      await runDoctor(flags);
    },
  );
  program.action(() => {
    program.error('mugle: which command? scan, similar, map, playlist, tags or doctor', {
      exitCode: EXIT_BAD_USAGE,
    });
  });
  return program;
}

type FlagName = 'library' | 'space' | 'ranking' | 'only' | 'limit' | 'workers';

function addCommand(
  program: Command,
  usage: string,
  description: string,
  flags: readonly FlagName[],
  run: (argument: string, flags: Flags) => Promise<void>,
): void {
  const command = program.command(usage).description(description).exitOverride();
  command.option('--json', 'print one JSON value');
  const options: Readonly<Record<FlagName, Option>> = {
    library: new Option('--library <dir>', 'the library folder').default(defaultLibraryDir()),
    space: new Option('--space <name>', 'in which space').choices(SPACES).default('genre'),
    ranking: new Option('--ranking <name>', 'how the lists of the spaces become one')
      .choices(RANKINGS)
      .default('balanced'),
    only: new Option('--only <space>', "one space's own list instead").choices(SPACES),
    limit: new Option('--limit <count>', 'how many songs')
      .argParser(wholeNumber(1, 500))
      .default(10),
    workers: new Option('--workers <count>', 'songs listened to at a time').argParser(
      wholeNumber(1, 64),
    ),
  };
  for (const name of flags) {
    command.addOption(options[name]);
  }
  command.action(async (...given: readonly unknown[]) => {
    const argument = typeof given[0] === 'string' ? given[0] : '';
    await run(argument, command.opts<Flags>());
  });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(
        `Give a whole number from ${String(least)} to ${String(most)}.`,
      );
    }
    return value;
  };
}
