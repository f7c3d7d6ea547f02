import type { KeyboardEvent } from 'react';
import { nudgeEntries } from '../../state/list-order';
import { report } from '../../state/notices';
import type { OpenList } from '../../state/playlists';
import { arrange, markAll, markAt, removeMarked, usePlaylists } from '../../state/playlists';
import { targetOf } from '../library/table-keys';
import { openEntryMenu, playFrom } from './PlaylistRow';

/** Arrows move the selection, with Alt the selected songs; Delete takes them out, Enter plays. */
export function handleListKey(event: KeyboardEvent, open: OpenList, page: number): void {
  const act = event.altKey
    ? moving(event, open)
    : (actionOf(event, open) ?? walking(event, open, page));
  if (act !== undefined) {
    event.preventDefault();
    act();
  }
}

type Act = (() => void) | undefined;

function moving({ key }: KeyboardEvent, open: OpenList): Act {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') {
    return undefined;
  }
  return () => {
    const { marked } = usePlaylists.getState();
    const moved = nudgeEntries({ ids: open.trackIds, marked }, key === 'ArrowUp' ? -1 : 1);
    const at = [...moved.marked];
    arrange(moved, (key === 'ArrowUp' ? at[0] : at.at(-1)) ?? -1).catch(report);
  };
}

function actionOf(event: KeyboardEvent, open: OpenList): Act {
  const { lead } = usePlaylists.getState();
  const id = open.trackIds[lead];
  const { key, ctrlKey, metaKey, shiftKey } = event;
  if (key.toLowerCase() === 'a' && (ctrlKey || metaKey)) {
    return markAll;
  }
  if (id === undefined) {
    return undefined;
  }
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
    return () => {
      openEntryMenu(id, lead);
    };
  }
  if (key === 'Enter') {
    return () => {
      playFrom(lead);
    };
  }
  return key === 'Delete' || key === 'Backspace'
    ? () => {
        removeMarked().catch(report);
      }
    : undefined;
}

function walking({ key, shiftKey }: KeyboardEvent, open: OpenList, page: number): Act {
  const { lead } = usePlaylists.getState();
  const target = targetOf(key, lead, open.trackIds.length, page);
  return target === undefined
    ? undefined
    : () => {
        markAt(target, { shiftKey, ctrlKey: false, metaKey: false });
      };
}
