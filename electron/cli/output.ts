/**
 * What a terminal obeys or shows in another order than it is written: control characters (C0, DEL, C1), line and
 * paragraph separators, marks of direction.
 */
const OBEYED = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/** One JSON value: the whole answer of a command with `--json`. It may be looked at on a terminal too. */
export function printJson(value: unknown): void {
  const escaped = JSON.stringify(value).replace(
    OBEYED,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  process.stdout.write(`${escaped}\n`);
}

/** A line of the answer; names and tags in it may hold anything. */
export function printLine(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** A line that replaces itself, only where a person is watching. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${printable(text)}`);
  }
}

export function endProgress(): void {
  showProgress('');
}

/** Said to the person, never part of the answer. */
export function tell(text: string): void {
  endProgress();
  process.stderr.write(`${printable(text)}\n`);
}

/** Names and tags are shown, never obeyed. */
function printable(text: string): string {
  return text.replace(OBEYED, '\u{FFFD}');
}

/** Text of several lines, as commander writes it: what was typed is said again in what is wrong with it. */
export function sayLines(text: string): void {
  process.stderr.write(text.split('\n').map(printable).join('\n'));
}
