import { mark, select, toggleMarked, useView } from './view';

interface Keys {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** A song was clicked, or reached by the keyboard: alone, as one more (Ctrl, ⌘), or up to here (Shift). */
export function pick(id: string, ids: () => readonly string[], keys: Keys): void {
  if (keys.shiftKey) {
    markTo(id, ids());
  } else if (keys.ctrlKey || keys.metaKey) {
    toggleMarked(id);
  } else {
    select(id);
  }
}

function markTo(id: string, ids: readonly string[]): void {
  const from = ids.indexOf(useView.getState().anchor ?? id);
  const to = ids.indexOf(id);
  const stretch = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  mark(stretch, id);
}

/** The selected songs in the order of the list that they stand in, where `id` is one of several; else `id` alone. */
export function chosenWith(id: string, list: readonly string[]): readonly string[] {
  const { marked } = useView.getState();
  if (marked.size < 2 || !marked.has(id)) {
    return [id];
  }
  const chosen = list.filter((each) => marked.has(each));
  return chosen.length === 0 ? [id] : chosen;
}
