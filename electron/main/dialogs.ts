import { app, BrowserWindow, dialog } from 'electron';
import type { OpenDialogOptions, SaveDialogOptions } from 'electron';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MugleError } from '../shared/errors';
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
 * Lets a person choose where to, and writes the problems that are not ignored there.
 * @returns how many, or `null` when no place was chosen.
 * @throws MugleError `file-unwritable`
 */
export async function exportProblems(
  engine: EngineClient,
  translate: Translate,
): Promise<number | null> {
  const options: SaveDialogOptions = {
    title: translate('dialog.export-problems'),
    defaultPath: path.join(app.getPath('documents'), 'ok-mugle-problems.csv'),
    filters: [{ name: translate('dialog.csv'), extensions: ['csv'] }],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  if (canceled || filePath === '') {
    return null;
  }
  const problems = (await engine.request('problems:list', {})).filter(({ ignored }) => !ignored);
  try {
    await writeFile(filePath, problemsCsv(problems), 'utf8');
  } catch (cause) {
    throw new MugleError(
      'file-unwritable',
      `${filePath} could not be written: ${cause instanceof Error ? cause.message : String(cause)}. Choose another place.`,
      { path: filePath, cause },
    );
  }
  return problems.length;
}

/** The chosen paths; none when the dialog was dismissed. */
export async function openDialog(options: OpenDialogOptions): Promise<readonly string[]> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? [] : filePaths;
}
