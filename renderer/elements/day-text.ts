const formats = new Map<string, Intl.DateTimeFormat>();

/** A day in words of a language, such as `Nov 25, 2026`; '' for NaN. @param time milliseconds since the epoch */
export function dayText(time: number, language: string): string {
  if (Number.isNaN(time)) {
    return '';
  }
  // Making a format costs as much as using it a hundred times.
  let format = formats.get(language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    formats.set(language, format);
  }
  return format.format(time);
}
