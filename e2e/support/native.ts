import type { RunningApp } from './app';

/**
 * The parts of the window that the operating system draws cannot be clicked by Playwright. Only the person's
 * answer is put in place of the dialog and of the click; what asks, and what acts on the answer, is the app.
 */

/** The next folder dialogs are answered with these folders; dismissed when there is none. */
export async function answerFolderDialog(
  { electron }: RunningApp,
  folders: readonly string[],
): Promise<void> {
  await electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] });
  }, folders);
}

/** The next save dialogs are answered with this file; dismissed for `null`. */
export async function answerSaveDialog(
  { electron }: RunningApp,
  file: string | null,
): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' });
  }, file);
}

/** Tells the app what the system would: that the computer runs on its battery, or is plugged in again. */
export async function setOnBattery({ electron }: RunningApp, onBattery: boolean): Promise<void> {
  await electron.evaluate(({ powerMonitor }, now) => {
    powerMonitor.emit(now ? 'on-battery' : 'on-ac');
  }, onBattery);
}

/** One entry of a menu that was opened. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
}

interface WithMenus {
  menusOpened: MenuEntry[][];
}

/** The next native menus are answered by picking the entry with this id, or dismissed for `null`. */
export async function answerMenu({ electron }: RunningApp, id: string | null): Promise<void> {
  await electron.evaluate(({ Menu }, wanted) => {
    const target = globalThis as unknown as WithMenus;
    target.menusOpened = [];
    Menu.prototype.popup = function popup(options) {
      const entries = this.items
        .flatMap((item) => [item, ...(item.submenu?.items ?? [])])
        .filter((item) => item.type !== 'separator');
      target.menusOpened.push(
        entries.map((item) => ({ id: item.id, label: item.label, enabled: item.enabled })),
      );
      const picked = entries.find((item) => item.id === wanted && item.enabled);
      setImmediate(() => {
        picked?.click();
        options?.callback?.();
      });
    };
  }, id);
}

/** The menus that were opened since `answerMenu`. */
export function menusOpened({ electron }: RunningApp): Promise<readonly (readonly MenuEntry[])[]> {
  return electron.evaluate(() => (globalThis as unknown as WithMenus).menusOpened);
}
