import type { Settings } from '../../shared/settings';
import { en } from './en';
import { ko } from './ko';
import type { TextKey } from './texts';

export type Translate = (key: TextKey) => string;

/**
 * The texts in the language that is set, or the system's, or English.
 * @param locale the system's, as `ko` or `ko-KR`
 */
export function translator(language: Settings['language'], locale: string): Translate {
  const wanted = language === 'system' ? locale.toLowerCase().split('-')[0] : language;
  const texts = wanted === 'ko' ? ko : en;
  return (key) => texts[key];
}
