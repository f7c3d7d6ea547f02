import { useEffect, useState } from 'react';
import type { SpaceName } from '../../../electron/shared/records';
import { invoke } from '../../api/api';
import { report } from '../../state/notices';

/** As many as a person takes in at a glance. */
const MOST_LINES = 10;
/** The mouse passes over many songs that nobody asks about. */
const REST_MS = 120;

const NOBODY: readonly string[] = [];

/** The songs most like one, from the full vectors, nearest first; none until they are known. */
export function useNeighbours(id: string | null, space: SpaceName): readonly string[] {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly ids: readonly string[] }>();
  useEffect(() => {
    if (id === null) {
      return;
    }
    let dropped = false;
    const timer = setTimeout(() => {
      invoke('similar:list', {
        query: { kind: 'songs', ids: [id] },
        // What the map was made from, and nothing else.
        ranking: { by: 'space', space },
        limit: MOST_LINES,
      })
        .then(({ items }) => {
          if (!dropped) {
            setAnswer({ of: id, ids: items.map((item) => item.id) });
          }
        })
        .catch(report);
    }, REST_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [id, space]);
  return id !== null && answer?.of === id ? answer.ids : NOBODY;
}
