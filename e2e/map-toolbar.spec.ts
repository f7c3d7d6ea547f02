import type { Locator } from '@playwright/test';
import { openMap } from './support/open-map';
import { chooseLanguage } from './support/settings';
import { expect, test } from './support/test';

test.describe.configure({ timeout: 150_000 });

/** As small as the window gets. */
const SMALL = { width: 900, height: 600 };

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What one can press, choose from and type in, and what it takes of the window; first of all the bar itself. */
function boxesIn(toolbar: Locator): Promise<Box[]> {
  return toolbar.evaluate((bar) =>
    [bar, ...bar.querySelectorAll('button, select, input')].map((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      return { name: part.getAttribute('aria-label') ?? '', left, right, top, bottom };
    }),
  );
}

/** How many rows the boxes stand in: what lies beside something else, at whatever height, is in its row. */
function rowsOf(boxes: readonly Box[]): number {
  let rows = 0;
  let end = -Infinity;
  for (const { top, bottom } of [...boxes].sort((a, b) => a.top - b.top)) {
    rows += top >= end ? 1 : 0;
    end = Math.max(end, bottom);
  }
  return rows;
}

/** By how many pixels what is chosen is wider than the room it has. */
function lacking(select: Locator): Promise<number> {
  return select.evaluate((element) => {
    const alone = element.cloneNode(true) as HTMLSelectElement;
    alone.value = (element as HTMLSelectElement).value;
    alone.style.cssText =
      'position: absolute; flex: none; width: max-content; max-width: none; field-sizing: content';
    element.after(alone);
    const wanted = alone.getBoundingClientRect().width;
    alone.remove();
    return Math.max(0, wanted - element.getBoundingClientRect().width);
  });
}

test('the tools of the map stand in two rows of a small window, whole and apart, in both languages', async ({
  computer,
}) => {
  const { app } = await openMap(computer);
  const { page } = app;
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, SMALL);
  await expect
    .poll(() => page.evaluate(() => ({ width: innerWidth, height: innerHeight })))
    .toEqual(SMALL);
  const toolbar = page.locator('.map__tools');
  for (const [language, name] of [
    ['en', 'Map tools'],
    ['ko', '지도 도구'],
  ] as const) {
    await test.step(language, async () => {
      await chooseLanguage(page, language);
      await expect(toolbar).toHaveAccessibleName(name);
      const [bar, ...parts] = await boxesIn(toolbar);
      // Travel, tools, choices, the search and what is done with it all.
      expect(parts.length).toBeGreaterThanOrEqual(14);
      expect(rowsOf(parts)).toBeLessThanOrEqual(2);
      for (const [index, a] of parts.entries()) {
        expect(a.right - a.left, `${a.name} has room`).toBeGreaterThan(20);
        expect(
          [a.left >= bar!.left, a.right <= bar!.right, a.top >= bar!.top, a.bottom <= bar!.bottom],
          `${a.name} is within`,
        ).toEqual([true, true, true, true]);
        for (const b of parts.slice(index + 1)) {
          const apart =
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          expect(apart, `${a.name} and ${b.name}`).toBe(true);
        }
      }
      const [, colours, sizes] = await toolbar.getByRole('combobox').all();
      for (const select of [colours!, sizes!]) {
        const [usual = '', ...others] = await select
          .locator('option')
          .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
        expect(others.length).toBeGreaterThan(1);
        for (const value of [...others, usual]) {
          await select.selectOption(value);
          await expect(select).toHaveValue(value);
          for (const each of await toolbar.getByRole('combobox').all()) {
            expect(await lacking(each), `${value} of ${language}`).toBeLessThan(1);
          }
        }
      }
    });
  }
  await app.quit();
});
