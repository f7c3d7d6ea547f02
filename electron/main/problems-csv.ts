import type { TableWords } from '../shared/ipc/scan-contract';
import type { Problem } from '../shared/progress';

const COLUMNS = ['path', 'stage', 'reason', 'details', 'kind', 'time'] as const;
/** Without it Excel takes UTF-8 for the system's own code page. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/**
 * The problems as RFC 4180 wants a table. `reason` says in the given words what `kind` is the code of; `details` what
 * exactly happened, in English.
 */
export function problemsCsv(problems: readonly Problem[], words: TableWords): string {
  const rows = problems.map(({ path, error, at }) => [
    path,
    error.stage === undefined ? '' : (words.stages[error.stage] ?? error.stage),
    words.reasons[error.kind] ?? error.kind,
    error.message,
    error.kind,
    new Date(at).toISOString(),
  ]);
  const heads = COLUMNS.map((column) => words.columns[column]);
  const lines = [heads, ...rows].map((row) => row.map(cellOf).join(','));
  return BYTE_ORDER_MARK + lines.map((line) => line + LINE_END).join('');
}

/** File names are hostile text: a cell that begins like a formula would be run by a spreadsheet. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
