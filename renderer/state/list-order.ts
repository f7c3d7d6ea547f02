/** A list and which of its positions are selected. */
export interface MarkedList {
  readonly ids: readonly string[];
  readonly marked: ReadonlySet<number>;
}

/**
 * Takes the selected entries out and puts them in together, in their order, before what stood at position `to`.
 * @param to from 0 to the length of the list; both count as the list is before.
 */
export function moveEntries({ ids, marked }: MarkedList, to: number): MarkedList {
  const moved = ids.filter((_, at) => marked.has(at));
  const before = ids.filter((_, at) => at < to && !marked.has(at));
  const after = ids.filter((_, at) => at >= to && !marked.has(at));
  return {
    ids: [...before, ...moved, ...after],
    marked: new Set(moved.map((_, at) => before.length + at)),
  };
}

/** Moves the selected entries one place up (−1) or down (+1), all together; at the end of the list they stay. */
export function nudgeEntries(list: MarkedList, by: -1 | 1): MarkedList {
  const at = [...list.marked].filter((each) => each in list.ids);
  if (at.length === 0) {
    return list;
  }
  const to = by < 0 ? Math.max(0, Math.min(...at) - 1) : Math.max(...at) + 2;
  return moveEntries(list, Math.min(to, list.ids.length));
}

/** The list without the selected entries; the one that came after the first of them is selected. */
export function removeEntries({ ids, marked }: MarkedList): MarkedList {
  const rest = ids.filter((_, at) => !marked.has(at));
  const next = Math.min(Math.min(...marked), rest.length - 1);
  return { ids: rest, marked: new Set(next >= 0 ? [next] : []) };
}
