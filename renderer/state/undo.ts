import { create } from 'zustand';
import type { Ledger, Skips } from '../../electron/shared/progress';

/** What was done, by the key of its text, and how it is taken back. */
export interface Done {
  readonly text:
    | { readonly key: 'playlists.deleted'; readonly name: string }
    | {
        readonly key: 'playlists.added' | 'playlists.removed';
        readonly name: string;
        readonly count: number;
      }
    | { readonly key: 'lists.anew' | 'lists.over' }
    | { readonly key: 'similar.told-apart'; readonly count: number }
    | { readonly key: 'export.done'; readonly count: number; readonly leftOut: number }
    | {
        readonly key: 'scan.done' | 'scan.ended-early';
        readonly ledger: Ledger;
        readonly skips: Skips;
      };
  /** Absent for what needs none. */
  readonly undo?: () => Promise<unknown>;
}

/** Long enough to read it, and to reach the button where there is one. */
const SHOWN_MS = { read: 6_000, undo: 12_000 } as const;

export const useDone = create<{ readonly done: Done | null }>(() => ({ done: null }));

let timer: number | undefined;

/** Shows what was done for a while, with the way back. What nobody did by hand does not take that away. */
export function tellDone(done: Done): void {
  const isBySelf = done.text.key === 'scan.done' || done.text.key === 'scan.ended-early';
  if (isBySelf && useDone.getState().done?.undo !== undefined) {
    return;
  }
  window.clearTimeout(timer);
  useDone.setState({ done });
  timer = window.setTimeout(forgetDone, SHOWN_MS[done.undo === undefined ? 'read' : 'undo']);
}

export function forgetDone(): void {
  window.clearTimeout(timer);
  useDone.setState({ done: null });
}
