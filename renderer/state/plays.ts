import type { PlayKind } from '../../electron/shared/ipc/plays-contract';
import { invoke } from '../api/api';
import { useLibrary } from './library';
import { report } from './notices';
import { useSettings } from './settings';

/** Has the library count that a song was played or skipped, unless the person wants no history. */
export function notePlay(id: string, kind: PlayKind): void {
  // A song that was forgotten while it played has nothing to be counted at.
  if (useSettings.getState().settings.playHistory && useLibrary.getState().tracks.has(id)) {
    invoke('plays:note', { id, kind }).catch(report);
  }
}

/** Forgets what was played. @returns of how many songs. */
export function forgetPlays(): Promise<number> {
  return invoke('plays:forget', {});
}

/** Whether any song was played. */
export function hasPlayed(): boolean {
  for (const { plays } of useLibrary.getState().tracks.values()) {
    if (plays > 0) {
      return true;
    }
  }
  return false;
}

/** The songs that were played, the most played first. */
export function playedSongs(): string[] {
  return [...useLibrary.getState().tracks.values()]
    .filter(({ plays }) => plays > 0)
    .sort((a, b) => b.plays - a.plays || b.lastPlayed - a.lastPlayed)
    .map(({ id }) => id);
}
