import { useEffect, useMemo, useState } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import { splitTexts } from '../../../electron/shared/text-column';
import { invoke } from '../../api/api';
import { report } from '../../state/notices';

/** The folders of a layout's songs, in its order; asked for when they are wanted. */
export function useFolders(layout: MapColumns, wanted: boolean): readonly string[] | undefined {
  const [folderOf, setFolderOf] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    if (!wanted) {
      return;
    }
    let dropped = false;
    invoke('library:folders', {})
      .then(({ id, folder, folders }) => {
        if (!dropped) {
          const entries = splitTexts(id).map(
            (song, index) => [song, folders[folder[index] ?? -1] ?? ''] as const,
          );
          setFolderOf(new Map(entries));
        }
      })
      .catch(report);
    return () => {
      dropped = true;
    };
  }, [layout, wanted]);
  return useMemo(
    () => (wanted && folderOf ? layout.id.map((id) => folderOf.get(id) ?? '') : undefined),
    [layout, wanted, folderOf],
  );
}
