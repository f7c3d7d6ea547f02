import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** What the window says will be done with what is dragged over it. */
export const SAYS = {
  add: 'Drop to add this music to your library',
  ask: 'Drop a song to hear what is like it, or a folder to add it to your library',
} as const;

/**
 * Drags files or folders of this computer over the window and lets go, as the system reports it to Chromium.
 * @param says what the window has to say meanwhile
 */
export async function dropOn(
  page: Page,
  files: readonly string[],
  says: keyof typeof SAYS,
): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    if (type === 'dragOver') {
      await expect(page.getByText(SAYS[says], { exact: true })).toBeVisible();
    }
  }
  await devtools.detach();
}
