import { tell } from './output';
import { EXIT_FAILED, EXIT_OK, runCli } from './run-cli';

/** Whoever reads the answer has seen enough (`mugle map | head`); any other trouble, a full disk say, is a failure. */
function endWhenClosed(stream: NodeJS.WriteStream): void {
  stream.on('error', ({ code }: NodeJS.ErrnoException) =>
    process.exit(code === 'EPIPE' ? EXIT_OK : EXIT_FAILED),
  );
}

/** A bug outside of any command; a person gets its message, not its stack. */
function fail(thrown: unknown): void {
  tell(`mugle: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  process.exit(EXIT_FAILED);
}

endWhenClosed(process.stdout);
endWhenClosed(process.stderr);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.exitCode = await runCli(process.argv.slice(2));
