import type { ExportFormat } from '../../electron/shared/ipc/playlist-contract';
import { invoke } from '../api/api';
import { tellDone } from './undo';

/** Writes songs into a file that the person chooses, and says how many it holds. */
export async function exportSongs(
  name: string,
  trackIds: readonly string[],
  format: ExportFormat,
  relative = false,
): Promise<void> {
  const request = { name, trackIds: [...trackIds], format, relative };
  const written = await invoke('playlists:save-file', request);
  if (written !== null) {
    const { songs, leftOut } = written;
    tellDone({ text: { key: 'export.done', count: songs, leftOut } });
  }
}
