import { describe, expect, it } from 'vitest';
import { excludes, NO_EXCLUDES } from '../../../electron/shared/excludes';
import { formOf, rulesOf } from './exclude-form';

describe('the form of what is left out', () => {
  it('gives back the rules it shows', () => {
    const rules = {
      folders: ['/m/x'],
      patterns: ['*.tmp.mp3', '**/오디오북/**'],
      shorterThanSeconds: 30,
      longerThanSeconds: 90,
      spokenWord: true,
    };
    expect(rulesOf(formOf(rules))).toEqual(rules);
    expect(rulesOf(formOf(NO_EXCLUDES))).toEqual(NO_EXCLUDES);
  });

  it('takes patterns line by line and names one that cannot be used', () => {
    const form = { ...formOf(NO_EXCLUDES), patterns: ' a \n\n b\na' };
    expect(rulesOf(form)).toMatchObject({ patterns: ['a', 'b'] });
    expect(rulesOf({ ...form, patterns: 'a\n*a*a*a*a*' })).toEqual({ badPattern: '*a*a*a*a*' });
  });

  it.each(['', ' ', 'x', '-1', '0', '1e9', 'NaN'])('takes %j for no length', (text) => {
    const form = { ...formOf(NO_EXCLUDES), shorterThanSeconds: text, longerThanMinutes: text };
    const rules = rulesOf(form);
    expect(rules).toEqual(NO_EXCLUDES);
    expect(excludes.safeParse(rules).success).toBe(true);
  });
});
