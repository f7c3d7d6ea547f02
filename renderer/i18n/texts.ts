import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../electron/shared/settings';
import { en } from './en';
import { ko } from './ko';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly keySeparator: false;
    readonly nsSeparator: false;
    readonly resources: { readonly translation: typeof en };
  }
}

/** The window's languages; 'system' picks one of them. */
export type Language = Exclude<Settings['language'], 'system'>;

/** Loads the texts of both languages; they are part of the program, so this cannot fail for want of a file. */
export async function setUpTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    resources: { en: { translation: en }, ko: { translation: ko } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}

/** Shows the window in a language. `locale` is the system's, such as `ko-KR`. */
export async function showLanguage(chosen: Settings['language'], locale: string): Promise<void> {
  const language = chosen === 'system' ? languageOf(locale) : chosen;
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The window's language for a system locale: English for all it does not speak. */
export function languageOf(locale: string): Language {
  return /^ko\b/i.test(locale) ? 'ko' : 'en';
}
