import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LogLevel } from '../shared/ipc/host-protocol';

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** Enough for weeks of ordinary use, small enough to attach to a report. */
const MAX_LOG_BYTES = 1_000_000;

/**
 * Appends lines to `<folder>/ok-mugle.log`; when that is over a megabyte it becomes `ok-mugle.1.log`.
 * Written at once, so that the last line before a crash is there. Trouble with the log goes to stderr only.
 */
export function createLogger(folder: string, maxBytes = MAX_LOG_BYTES): Logger {
  const file = path.join(folder, 'ok-mugle.log');
  let written = sizeOf(folder, file);
  const write = (level: LogLevel, message: string): void => {
    const line = `${new Date().toISOString()} ${level} ${message}\n`;
    try {
      if (written + line.length > maxBytes && written > 0) {
        renameSync(file, path.join(folder, 'ok-mugle.1.log'));
        written = 0;
      }
      appendFileSync(file, line);
      written += Buffer.byteLength(line);
    } catch (thrown) {
      process.stderr.write(`${line}(not logged to ${file}: ${String(thrown)})\n`);
    }
  };
  return {
    debug: (message) => {
      write('debug', message);
    },
    info: (message) => {
      write('info', message);
    },
    warn: (message) => {
      write('warn', message);
    },
    error: (message, cause) => {
      write('error', cause === undefined ? message : `${message}: ${describe(cause)}`);
    },
  };
}

function sizeOf(folder: string, file: string): number {
  mkdirSync(folder, { recursive: true });
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
