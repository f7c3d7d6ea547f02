import { useLibrary } from '../../state/library';

/** Songs played from the map go on as the table does. */
export function listOrder(): string[] {
  return useLibrary.getState().visible.map((row) => row.id);
}
