import { app, BrowserWindow, dialog } from 'electron';
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../shared/errors';
import type { Request } from '../shared/ipc/contract';
import type { TableWords } from '../shared/ipc/scan-contract';
import type { JobId } from '../shared/progress';
import type { EngineClient } from './engine/engine-client';
import type { Translate } from './i18n/translate';
import { problemsCsv } from './problems-csv';

/**
 * Lets a person choose music folders; they become roots and a scan starts.
 * @returns the scan, or `null` when nothing was chosen.
 */
export async function chooseFolders(
  engine: EngineClient,
  translate: Translate,
): Promise<JobId | null> {
  const filePaths = await openDialog({
    title: translate('dialog.choose-folder'),
    buttonLabel: translate('dialog.choose'),
    properties: ['openDirectory', 'multiSelections'],
  });
  return filePaths.length === 0
    ? null
    : engine.request('library:add-roots', { paths: [...filePaths] });
}

/** Lets a person choose a folder that is to be left out; `null` when none was. */
export async function chooseLeftOutFolder(translate: Translate): Promise<string | null> {
  const [folder] = await openDialog({
    title: translate('dialog.leave-out-folder'),
    buttonLabel: translate('dialog.leave-out'),
    properties: ['openDirectory'],
  });
  return folder ?? null;
}

/**
 * Lets a person choose where to, and writes the problems that are not ignored there, in these words.
 * @returns how many, or `null` when no place was chosen.
 * @throws MugleError `file-unwritable`
 */
export async function exportProblems(
  engine: EngineClient,
  translate: Translate,
  words: TableWords,
): Promise<number | null> {
  const filePath = await saveDialog({
    title: translate('dialog.export-problems'),
    defaultPath: path.join(app.getPath('documents'), 'ok-mugle-problems.csv'),
    filters: [{ name: translate('dialog.csv'), extensions: ['csv'] }],
  });
  if (filePath === null) {
    return null;
  }
  const problems = (await engine.request('problems:list', {})).filter(({ ignored }) => !ignored);
  await writeChosen(filePath, problemsCsv(problems, words));
  return problems.length;
}

/**
 * Lets a person choose where to, and writes a picture of the map there.
 * @returns whether it was written; not when the dialog was dismissed.
 * @throws MugleError `file-unwritable`
 */
export async function exportPicture(
  { format, data }: Request<'picture:export'>,
  translate: Translate,
): Promise<boolean> {
  const filePath = await saveDialog({
    title: translate('dialog.export-picture'),
    defaultPath: path.join(app.getPath('pictures'), `ok-mugle-map.${format}`),
    filters: [{ name: translate(`dialog.${format}`), extensions: [format] }],
  });
  if (filePath === null) {
    return false;
  }
  await writeChosen(filePath, data);
  return true;
}

/** Writes what a person saves. @throws MugleError `file-unwritable` */
export async function writeChosen(filePath: string, data: string | Uint8Array): Promise<void> {
  try {
    await writeFile(filePath, data);
  } catch (cause) {
    throw new MugleError(
      'file-unwritable',
      `${filePath} could not be written: ${cause instanceof Error ? cause.message : String(cause)}. Choose another place.`,
      { path: filePath, cause },
    );
  }
}

/** The chosen file, or `null` when the dialog was dismissed. */
export async function saveDialog(options: SaveDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

/** The chosen paths; none when the dialog was dismissed. */
export async function openDialog(options: OpenDialogOptions): Promise<readonly string[]> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? [] : filePaths;
}
