/** A measurement for people: lists as tables, everything else as one line each. */
export function toTable(result: object): string {
  return Object.entries(result)
    .map(([key, value]) => {
      if (Array.isArray(value)) {
        return `${key}\n${rowsOf(value as readonly object[])}`;
      }
      if (typeof value === 'object' && value !== null) {
        return `${key}\n${rowsOf([value as object])}`;
      }
      return `${key}: ${cell(value)}\n`;
    })
    .join('');
}

function rowsOf(items: readonly object[]): string {
  const names = Object.keys(items[0] ?? {});
  const rows = [
    names,
    ...items.map((item) => names.map((name) => cell((item as Record<string, unknown>)[name]))),
  ];
  const widths = names.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((text, column) => text.padStart(widths[column]!)).join('  ')}\n`)
    .join('');
}

function cell(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(4)))
    : String(value);
}
