import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Settings } from '../../electron/shared/settings';
import { AppWindow } from './window';

/** What the choices are called, in the window's languages. */
const NAMES: Readonly<Record<'light' | 'dark' | 'en' | 'ko', RegExp>> = {
  light: /^(light|밝게|라이트)/i,
  dark: /^(dark|어둡게|다크)/i,
  en: /^english$/i,
  ko: /^한국어$/,
};

/** Opens the settings unless they are open. */
export async function openSettings(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  if (!(await dialog.isVisible())) {
    await new AppWindow(page).settingsButton.click();
  }
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Picks a theme as a person does, and closes the settings. */
export function chooseTheme(
  page: Page,
  theme: Exclude<Settings['theme'], 'system'>,
): Promise<void> {
  return choose(page, theme);
}

/** Picks a language as a person does, and closes the settings. */
export function chooseLanguage(
  page: Page,
  language: Exclude<Settings['language'], 'system'>,
): Promise<void> {
  return choose(page, language);
}

async function choose(page: Page, choice: keyof typeof NAMES): Promise<void> {
  const dialog = await openSettings(page);
  const radio = dialog.getByRole('radio', { name: NAMES[choice] });
  await radio.click();
  await expect(radio).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}
