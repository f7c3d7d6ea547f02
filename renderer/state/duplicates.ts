import { create } from 'zustand';
import type { Response } from '../../electron/shared/ipc/contract';
import { invoke } from '../api/api';

type Found = Response<'duplicates:list'>;

/** Songs that are there more than once; null until they have been looked for. */
export const useDuplicates = create<{ readonly found: Found | null }>(() => ({ found: null }));

export async function loadDuplicates(): Promise<void> {
  useDuplicates.setState({ found: await invoke('duplicates:list', {}) });
}

/** Shows a copy in its folder. */
export async function revealCopy(id: string, copy: number): Promise<void> {
  await invoke('duplicates:reveal', { id, copy });
}
