import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { chooseLanguage, chooseTheme } from './support/settings';
import { AppWindow } from './support/window';

/** How bright the window's ground is, 0 (black) to 255. */
function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const ground = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((colour) => !colour.endsWith(', 0)'));
    const [red = 0, green = 0, blue = 0] = (ground ?? '').match(/[\d.]+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });
}

test('theme and language change at once and are kept', async ({ computer }) => {
  const app = await computer.start();
  await chooseTheme(app.page, 'light');
  await expect.poll(() => brightness(app.page)).toBeGreaterThan(200);
  await chooseTheme(app.page, 'dark');
  await expect.poll(() => brightness(app.page)).toBeLessThan(60);
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'en');
  await chooseLanguage(app.page, 'ko');
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'ko');
  const ui = new AppWindow(app.page);
  await expect(ui.emptyState).toContainText(/[가-힣]/);
  await app.quit();

  const again = await computer.start();
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(new AppWindow(again.page).emptyState).toContainText(/[가-힣]/);
  await expect.poll(() => brightness(again.page)).toBeLessThan(60);
  expect(await again.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await again.quit();
});
