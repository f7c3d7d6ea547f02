/** One JSON value: the whole answer of a command with `--json`. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A line that replaces itself, only where a person is watching. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${text}`);
  }
}

export function endProgress(): void {
  showProgress('');
}

/** Said to the person, never part of the answer. */
export function tell(text: string): void {
  endProgress();
  process.stderr.write(`${text}\n`);
}

/** Control characters in names would move the cursor or ring the bell. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\u{FFFD}');
}
