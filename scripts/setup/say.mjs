/** Set-up talks on stderr: stdout belongs to the program that is started. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`ok-mugle: ${line}\n`);
}

/** Something a person must do before the program can start; shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Runs a command line program's main function: a SetupError becomes a message and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    say(error.message);
    process.exitCode = 1;
  }
}
