import { BrowserWindow, dialog } from 'electron';
import type { OpenDialogOptions } from 'electron';
import type { JobId } from '../shared/progress';
import type { EngineClient } from './engine/engine-client';
import type { Translate } from './i18n/translate';

/**
 * Lets a person choose music folders; they become roots and a scan starts.
 * @returns the scan, or `null` when nothing was chosen.
 */
export async function chooseFolders(
  engine: EngineClient,
  translate: Translate,
): Promise<JobId | null> {
  const options: OpenDialogOptions = {
    title: translate('dialog.choose-folder'),
    buttonLabel: translate('dialog.choose'),
    properties: ['openDirectory', 'multiSelections'],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  if (canceled || filePaths.length === 0) {
    return null;
  }
  return engine.request('library:add-roots', { paths: filePaths });
}
