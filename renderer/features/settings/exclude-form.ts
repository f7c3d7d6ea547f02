import type { Excludes } from '../../../electron/shared/excludes';
import { excludePattern } from '../../../electron/shared/excludes';

/** The rules as they are typed. */
export interface ExcludeForm {
  readonly folders: readonly string[];
  /** One pattern a line. */
  readonly patterns: string;
  readonly shorterThanSeconds: string;
  readonly longerThanMinutes: string;
  readonly spokenWord: boolean;
}

export function formOf(rules: Excludes): ExcludeForm {
  const { folders, patterns, shorterThanSeconds, longerThanSeconds, spokenWord } = rules;
  return {
    folders,
    patterns: patterns.join('\n'),
    shorterThanSeconds: shorterThanSeconds === null ? '' : String(shorterThanSeconds),
    longerThanMinutes: longerThanSeconds === null ? '' : String(longerThanSeconds / 60),
    spokenWord,
  };
}

/** The rules that were typed, or the first pattern that cannot be used. Lengths that are none leave nothing out. */
export function rulesOf(form: ExcludeForm): Excludes | { readonly badPattern: string } {
  const patterns = form.patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const badPattern = patterns.find((pattern) => !excludePattern.safeParse(pattern).success);
  if (badPattern !== undefined) {
    return { badPattern };
  }
  const minutes = lengthOf(form.longerThanMinutes);
  return {
    folders: [...form.folders],
    patterns: [...new Set(patterns)],
    shorterThanSeconds: lengthOf(form.shorterThanSeconds),
    longerThanSeconds: minutes === null ? null : minutes * 60,
    spokenWord: form.spokenWord,
  };
}

function lengthOf(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text.trim() !== '' && value > 0 && value <= 10_000 ? value : null;
}
