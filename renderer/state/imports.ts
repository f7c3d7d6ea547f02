import { create } from 'zustand';
import type { Imported } from '../../electron/shared/ipc/playlist-contract';
import { invoke } from '../api/api';
import { notify, report } from './notices';
import { openPlaylist } from './playlists';

const NOTHING: Imported = { reports: [], failed: [] };

/** What came of the last playlist files, until the person has seen it. */
export const useImports = create<Imported>(() => NOTHING);

/** Shows what came of playlist files, and opens the first playlist; what went wrong is told where the rest is. */
export function showImports(imported: Imported): void {
  const { reports, failed } = imported;
  if (reports.length === 0) {
    failed.forEach(notify);
    return;
  }
  useImports.setState(imported);
  const id = reports.flatMap(({ playlists }) => playlists).find((each) => each.id !== null)?.id;
  if (id != null) {
    openPlaylist(id).catch(report);
  }
}

export function closeImports(): void {
  useImports.setState(NOTHING);
}

/** Lets the person choose playlist files. */
export async function chooseImports(): Promise<void> {
  const imported = await invoke('playlists:choose-import', {});
  if (imported !== null) {
    showImports(imported);
  }
}
