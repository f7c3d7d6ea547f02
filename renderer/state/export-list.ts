import type { ExportFormat } from '../../electron/shared/ipc/playlist-contract';
import { invoke } from '../api/api';
import type { OpenList } from './playlists';
import { tellDone } from './undo';

/** Writes a list into a file that the person chooses, and says how many songs it holds. */
export async function exportList(
  { name, trackIds }: OpenList,
  format: ExportFormat,
  relative: boolean,
): Promise<void> {
  const request = { name, trackIds: [...trackIds], format, relative };
  const written = await invoke('playlists:save-file', request);
  if (written !== null) {
    const { songs, leftOut } = written;
    tellDone({ text: { key: 'export.done', count: songs, leftOut } });
  }
}
