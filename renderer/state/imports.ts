import { create } from 'zustand';
import type { ImportReport } from '../../electron/shared/ipc/playlist-contract';
import { invoke } from '../api/api';
import { report } from './notices';
import { openPlaylist } from './playlists';

/** What came of the last playlist files, until the person has seen it. */
export const useImports = create<{ readonly reports: readonly ImportReport[] }>(() => ({
  reports: [],
}));

/** Shows what came of playlist files, and opens the first playlist. */
export function showImports(reports: readonly ImportReport[]): void {
  useImports.setState({ reports });
  const id = reports.flatMap(({ playlists }) => playlists).find((each) => each.id !== null)?.id;
  if (id != null) {
    openPlaylist(id).catch(report);
  }
}

export function closeImports(): void {
  useImports.setState({ reports: [] });
}

/** Lets the person choose playlist files. */
export async function chooseImports(): Promise<void> {
  const reports = await invoke('playlists:choose-import', {});
  if (reports !== null) {
    showImports(reports);
  }
}
