import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, STAGES } from '../../electron/shared/errors';
import { en } from './en';
import { ko } from './ko';
import { languageOf } from './texts';

const english: Readonly<Record<string, string>> = en;
const korean: Readonly<Record<string, string>> = ko;
const base = (key: string): string => key.replace(/_(one|other)$/, '');
const placeholders = (text: string): string[] => (text.match(/\{\{[^}]+\}\}/g) ?? []).sort();

/** The window's own sources, as text. */
const sources = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '!../**/*.test.ts', '!./{en,ko}*.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

describe('texts', () => {
  it('Korean says everything English says', () => {
    expect(new Set(Object.keys(ko).map(base))).toEqual(new Set(Object.keys(en).map(base)));
  });

  it('both have the same blanks to fill', () => {
    for (const [key, text] of Object.entries(korean)) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english[key] ?? '')]);
    }
  });

  it('no text is empty, and Korean is Korean', () => {
    for (const [key, text] of [...Object.entries(english), ...Object.entries(korean)]) {
      expect([key, text.trim()]).not.toEqual([key, '']);
    }
    const foreign = Object.entries(korean).filter(([, text]) => !/[가-힣]/.test(text));
    expect(foreign.map(([key]) => key).sort()).toEqual(['app.name', 'settings.version']);
  });

  it('has words for every kind of error and every stage', () => {
    for (const key of [
      ...ERROR_KINDS.map((kind) => `error.${kind}`),
      ...STAGES.map((stage) => `stage.${stage}`),
    ]) {
      expect(Object.keys(en)).toContain(key);
    }
  });

  it('says nothing that is never shown', () => {
    const code = Object.values(sources).join('\n');
    expect(code).toContain('createRoot');
    // Keys that are put together: error.KIND, stage.STAGE, column.COLUMN, tab.TAB, space.SPACE, mood.MOOD, similar.limit-name-LIMIT, settings.processor-KIND, scan.PHASE, ledger.REASON.
    const built =
      /^(error|stage|column|tab|space|mood)\.|^map\.(by|size|age|tool|help|export|renewing)-|^similar\.limit-name-|^settings\.processor-(not-asked|not-bundled|failed|differs|slower|lost)$|^scan\.(reading-tags|listening|laying-out|learning|guessing)$|^ledger\.(unchanged|known|left-out|ignored|silent|not-reached)$/;
    const unused = [...new Set(Object.keys(en).map(base))].filter(
      (key) => !built.test(key) && !code.includes(`'${key}'`),
    );
    expect(unused).toEqual([]);
  });

  it.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['en-US', 'en'],
    ['kok-IN', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('the system locale %j shows %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
