import { create } from 'zustand';
import type { Excludes } from '../../electron/shared/excludes';
import { NO_EXCLUDES } from '../../electron/shared/excludes';
import { invoke } from '../api/api';
import { report } from './notices';

/** What is left out of the library, as it holds now. */
export const useExcludes = create<{ readonly rules: Excludes }>(() => ({ rules: NO_EXCLUDES }));

export async function loadExcludes(): Promise<void> {
  try {
    useExcludes.setState({ rules: await invoke('excludes:get', {}) });
  } catch (thrown) {
    report(thrown);
  }
}

/** Lets other rules hold; false when that was not possible. */
export async function applyExcludes(rules: Excludes): Promise<boolean> {
  try {
    await invoke('excludes:set', rules);
    useExcludes.setState({ rules });
    return true;
  } catch (thrown) {
    report(thrown);
    return false;
  }
}

/** Asks for a folder; null when dismissed. */
export async function chooseLeftOutFolder(): Promise<string | null> {
  try {
    return await invoke('excludes:choose-folder', {});
  } catch (thrown) {
    report(thrown);
    return null;
  }
}
