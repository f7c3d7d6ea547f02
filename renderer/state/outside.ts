import { create } from 'zustand';
import type { OutsideSong } from '../../electron/shared/ipc/similar-contract';
import { invoke } from '../api/api';
import { useLibrary } from './library';
import { openSimilar, openSimilarTo } from './similar';
import { select } from './view';

/** Songs that were dropped to be asked about without being in the library, by id. */
export const useOutside = create<{ readonly songs: ReadonlyMap<string, OutsideSong> }>(() => ({
  songs: new Map(),
}));

/** Whether one song that is dropped is asked about: without a library there is nothing to ask. */
export const asksAboutOne = (): boolean => useLibrary.getState().sorted.length > 0;

/** Shows what is similar to a song that was dropped on the window, whether the library has it or not. */
export async function openDropped(song: OutsideSong): Promise<void> {
  if (song.isInLibrary) {
    select(song.id);
    await openSimilar(song.id);
    return;
  }
  useOutside.setState(({ songs }) => ({ songs: new Map(songs).set(song.id, song) }));
  await openSimilarTo({ kind: 'file', of: song.id });
}

/** Adds the folder that the song lies in to the library. */
export async function addFolderOf(id: string): Promise<void> {
  await invoke('similar:add-folder', { id });
}
