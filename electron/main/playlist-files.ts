import { app } from 'electron';
import path from 'node:path';
import type { ErrorRecord } from '../shared/errors';
import { toErrorRecord } from '../shared/errors';
import type { Request, Response } from '../shared/ipc/contract';
import type { ExportFormat, Imported, ImportReport } from '../shared/ipc/playlist-contract';
import { openDialog, saveDialog, writeChosen } from './dialogs';
import type { EngineClient } from './engine/engine-client';
import type { Translate } from './i18n/translate';

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  m3u8: 'm3u8',
  xspf: 'xspf',
  rekordbox: 'xml',
  csv: 'csv',
};
/** What is taken for a playlist when it is dropped or chosen. */
const PLAYLIST_EXTENSIONS = ['m3u', 'm3u8', 'pls', 'xspf', 'xml'];

/** Whether a dropped file is a playlist by its name; everything else is music or a folder of it. */
export function isPlaylistName(file: string): boolean {
  return PLAYLIST_EXTENSIONS.includes(path.extname(file).slice(1).toLowerCase());
}

/**
 * Lets a person choose where to, and writes songs there as a playlist file.
 * @returns how many were written and left out, or `null` when no place was chosen.
 * @throws MugleError `file-unwritable`
 */
export async function savePlaylistFile(
  engine: EngineClient,
  translate: Translate,
  request: Request<'playlists:save-file'>,
): Promise<Response<'playlists:save-file'>> {
  const { format, name } = request;
  const extension = EXTENSIONS[format];
  const filePath = await saveDialog({
    title: translate('dialog.export-playlist'),
    defaultPath: path.join(app.getPath('music'), `${fileNameOf(name)}.${extension}`),
    filters: [{ name: translate(`format.${format}`), extensions: [extension] }],
  });
  if (filePath === null) {
    return null;
  }
  const folder = path.dirname(filePath);
  const { text, songs, leftOut } = await engine.request('playlists:export', { ...request, folder });
  await writeChosen(filePath, text);
  return { songs, leftOut };
}

/** Lets a person choose playlist files and makes playlists of them; `null` when none was chosen. */
export async function choosePlaylistFiles(
  engine: EngineClient,
  translate: Translate,
): Promise<Imported | null> {
  const files = await openDialog({
    title: translate('dialog.import-playlists'),
    filters: [
      { name: translate('dialog.playlists'), extensions: PLAYLIST_EXTENSIONS },
      { name: translate('dialog.all-files'), extensions: ['*'] },
    ],
    properties: ['openFile', 'multiSelections'],
  });
  return files.length === 0 ? null : importPlaylistFiles(engine, files);
}

/** One after another, so that a list of the same name gets a number. One that is no playlist does not keep the others out. */
export async function importPlaylistFiles(
  engine: EngineClient,
  files: readonly string[],
): Promise<Imported> {
  const reports: ImportReport[] = [];
  const failed: ErrorRecord[] = [];
  for (const file of files) {
    try {
      reports.push(await engine.request('playlists:import', { path: file }));
    } catch (thrown) {
      failed.push(toErrorRecord(thrown, { path: file }));
    }
  }
  return { reports, failed };
}

/** A playlist's name as a file's on every system. */
function fileNameOf(name: string): string {
  const safe = name
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')
    .slice(0, 100)
    .replace(/[. ]+$/, '');
  return safe === '' ? 'playlist' : safe;
}
