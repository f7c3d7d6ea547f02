import { create } from 'zustand';

/** What the legend leaves out, by the keys of its entries. */
export const useMapFilter = create<{ readonly hidden: ReadonlySet<string> }>(() => ({
  hidden: new Set<string>(),
}));

/** Hides a group of songs, or shows it again. */
export function toggleGroup(key: string): void {
  useMapFilter.setState(({ hidden }) => {
    const next = new Set(hidden);
    if (!next.delete(key)) {
      next.add(key);
    }
    return { hidden: next };
  });
}

/** Shows one group alone; once more shows all. */
export function soloGroup(key: string, keys: readonly string[]): void {
  useMapFilter.setState(({ hidden }) => {
    const others = keys.filter((other) => other !== key);
    const alone = !hidden.has(key) && others.every((other) => hidden.has(other));
    return { hidden: new Set(alone ? [] : others) };
  });
}

export function showAllGroups(): void {
  useMapFilter.setState({ hidden: new Set<string>() });
}
