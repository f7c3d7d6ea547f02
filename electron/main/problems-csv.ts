import type { Problem } from '../shared/progress';

const COLUMNS = ['path', 'stage', 'reason', 'kind', 'time'] as const;
/** Without it Excel takes UTF-8 for the system's own code page. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** The problems as RFC 4180 wants a table; `reason` says in words what `kind` says in one. */
export function problemsCsv(problems: readonly Problem[]): string {
  const rows = problems.map(({ path, error, at }) => [
    path,
    error.stage ?? '',
    error.message,
    error.kind,
    new Date(at).toISOString(),
  ]);
  const lines = [COLUMNS, ...rows].map((row) => row.map(cellOf).join(','));
  return BYTE_ORDER_MARK + lines.map((line) => line + LINE_END).join('');
}

/** File names are hostile text: a cell that begins like a formula would be run by a spreadsheet. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
