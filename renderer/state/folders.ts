import { create } from 'zustand';
import type { ProcessorReport } from '../../electron/shared/ipc/scan-contract';
import { invoke } from '../api/api';
import { report } from './notices';

interface FoldersState {
  readonly roots: readonly string[];
  /** What the models run on; null until the engine has said so. */
  readonly processor: ProcessorReport | null;
}

export const useFolders = create<FoldersState>(() => ({ roots: [], processor: null }));

export async function loadFolders(): Promise<void> {
  try {
    useFolders.setState({ roots: await invoke('library:roots', {}) });
  } catch (thrown) {
    report(thrown);
  }
}

/** Forgets a folder's songs; the files stay. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await invoke('library:remove-root', { path });
    await loadFolders();
  } catch (thrown) {
    report(thrown);
  }
}

/** Looks at one music folder again. */
export async function scanFolder(path: string): Promise<void> {
  await invoke('scan:folder', { path }).catch(report);
}

/** The songs that are kept of the drive in this place are gone, a person says. */
export async function loseDrive(path: string): Promise<void> {
  await invoke('drives:songs-gone', { path }).catch(report);
}

/** Asks what the models run on; the engine may have to load them first. */
export async function loadProcessor(): Promise<void> {
  try {
    useFolders.setState({ processor: await invoke('engine:processor', {}) });
  } catch (thrown) {
    report(thrown);
  }
}
