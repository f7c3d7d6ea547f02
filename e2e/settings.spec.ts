import path from 'node:path';
import type { Page } from '@playwright/test';
import { runtimeExecutable } from './support/app';
import { expect, test } from './support/test';
import { chooseLanguage, chooseTheme, openSettings } from './support/settings';
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

test('where the models run is found out, said with its reasons, and can be kept to the CPU', async ({
  computer,
}) => {
  test.skip(process.platform !== 'linux', 'the driver without a graphics card is for Linux');
  // A graphics card that is none: it draws by the CPU, so that it is right, and slower.
  const driver = path.join(path.dirname(await runtimeExecutable()), 'vk_swiftshader_icd.json');
  const environment = { VK_ICD_FILENAMES: driver };
  const app = await computer.start({ environment });
  const dialog = await openSettings(app.page);
  const wanted = dialog.getByRole('radiogroup', { name: 'Listening runs on' });
  await expect(wanted.getByRole('radio', { name: 'What is fastest' })).toBeChecked();
  await expect(dialog.getByText('Now: CPU.')).toBeVisible({ timeout: 60_000 });
  const webgpu = dialog.getByText(/^WebGPU is not used/);
  await expect(webgpu).toHaveText('WebGPU is not used: it is not faster.');
  await webgpu.click();
  await expect(
    dialog.getByText(/it takes more than 10000 ms, the CPU \d+ ms for a song/),
  ).toBeVisible();

  await wanted.getByRole('radio', { name: 'The CPU only' }).click();
  await expect(webgpu).toHaveText('WebGPU is not used: it is there, but was not asked for.');
  await app.quit();
  const again = await computer.start({ environment });
  const kept = (await openSettings(again.page)).getByRole('radio', { name: 'The CPU only' });
  await expect(kept).toBeChecked();
  await again.quit();
});
