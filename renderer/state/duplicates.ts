import { create } from 'zustand';
import type { Response } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';

type Found = Response<'duplicates:list'>;

interface Duplicates {
  /** Songs that are there more than once; null until they have been looked for. */
  readonly found: Found | null;
  readonly looking: boolean;
}

export const useDuplicates = create<Duplicates>(() => ({ found: null, looking: false }));

/** Looks for them, unless they are being looked for. */
export async function loadDuplicates(): Promise<void> {
  if (useDuplicates.getState().looking) {
    return;
  }
  useDuplicates.setState({ looking: true });
  try {
    useDuplicates.setState({ found: await invoke('duplicates:list', {}) });
  } finally {
    useDuplicates.setState({ looking: false });
  }
}

/** Shows a copy in its folder. */
export async function revealCopy(id: string, copy: number): Promise<void> {
  await invoke('duplicates:reveal', { id, copy });
}
