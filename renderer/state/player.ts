import { create } from 'zustand';
import { invoke } from '../api/api';
import { report } from './notices';

interface PlayerState {
  /** The list that a song was started from; next and previous walk it. */
  readonly queue: readonly string[];
  /** Position in `queue`; -1 when nothing was played yet. */
  readonly index: number;
  /** What the person wants: the sound itself may still be loading. */
  readonly playing: boolean;
}

export const usePlayer = create<PlayerState>(() => ({ queue: [], index: -1, playing: false }));

/** The song in the player. */
export const currentOf = ({ queue, index }: PlayerState): string | null => queue[index] ?? null;

/** Plays a song and lets next and previous walk the list it was picked from. */
export function play(id: string, list: readonly string[]): void {
  const index = list.indexOf(id);
  const queue = index < 0 ? [id] : list;
  usePlayer.setState({ queue, index: Math.max(0, index), playing: true });
}

export function setPlaying(playing: boolean): void {
  usePlayer.setState((state) => ({ playing: playing && currentOf(state) !== null }));
}

/** Next (+1) or previous (−1) song of the list; false at its ends, where nothing changes. */
export function step(by: 1 | -1): boolean {
  const { queue, index } = usePlayer.getState();
  const next = index + by;
  if (next < 0 || next >= queue.length) {
    return false;
  }
  usePlayer.setState({ index: next, playing: true });
  return true;
}

/** Lets main know when music plays: listening may be set to pause meanwhile. */
export function tellPlaying(): void {
  usePlayer.subscribe(({ playing }, before) => {
    if (playing !== before.playing) {
      invoke('player:playing', { playing }).catch(report);
    }
  });
}
