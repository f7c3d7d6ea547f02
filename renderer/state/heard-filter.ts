import { create } from 'zustand';
import { splitTexts } from '../../electron/shared/text-column';
import { invoke } from '../api/api';
import { showOnly, useLibrary } from './library';
import { report } from './notices';

/** While songs are being listened to, the shown ones are asked for again this often. */
const AGAIN_MS = 2_000;

interface HeardFilterState {
  /** The table shows only songs in which this is heard. */
  readonly word: string | null;
}

export const useHeardFilter = create<HeardFilterState>(() => ({ word: null }));

/** Shows only songs in which a word is heard, or all again. */
export async function filterByHeard(word: string | null): Promise<void> {
  useHeardFilter.setState({ word });
  if (word === null) {
    showOnly(null);
    return;
  }
  // A person may have chosen another one meanwhile.
  const isStill = (): boolean => useHeardFilter.getState().word === word;
  try {
    const ids = splitTexts(await invoke('library:heard', { tags: [{ tag: word }] }));
    if (isStill()) {
      showOnly(new Set(ids));
    }
  } catch (thrown) {
    if (isStill()) {
      useHeardFilter.setState({ word: null });
      showOnly(null);
    }
    throw thrown;
  }
}

let timer: number | undefined;

useLibrary.subscribe(({ version }, before) => {
  if (version === before.version || useHeardFilter.getState().word === null) {
    return;
  }
  timer ??= window.setTimeout(() => {
    timer = undefined;
    filterByHeard(useHeardFilter.getState().word).catch(report);
  }, AGAIN_MS);
});
