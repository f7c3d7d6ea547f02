import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Drags files or folders of this computer over the window and lets go, as the system reports it to Chromium. */
export async function dropOn(page: Page, files: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    if (type === 'dragOver') {
      await expect(page.getByText('Drop to add this music to your library')).toBeVisible();
    }
  }
  await devtools.detach();
}
