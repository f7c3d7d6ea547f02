import { create } from 'zustand';
import { invoke } from '../api/api';
import { report } from './notices';

interface PlayerState {
  /** Rises whenever a song is picked, be it the same one again; the queue alone may change while a song plays on. */
  readonly picked: number;
  /** The list that a song was started from; next and previous walk it. */
  readonly queue: readonly string[];
  /** Position in `queue`; -1 when nothing was played yet. */
  readonly index: number;
  /** What the person wants: the sound itself may still be loading. */
  readonly playing: boolean;
}

export const usePlayer = create<PlayerState>(() => ({
  picked: 0,
  queue: [],
  index: -1,
  playing: false,
}));

/** The song in the player. */
export const currentOf = ({ queue, index }: PlayerState): string | null => queue[index] ?? null;

/** Plays a song and lets next and previous walk the list it was picked from. */
export function play(id: string, list: readonly string[]): void {
  const index = list.indexOf(id);
  playQueue(index < 0 ? [id] : list, Math.max(0, index));
}

/** Plays the songs one after another, beginning at a position of the list; nothing happens for an empty one. */
export function playQueue(ids: readonly string[], startAt = 0): void {
  if (startAt in ids) {
    usePlayer.setState(({ picked }) => ({
      picked: picked + 1,
      queue: [...ids],
      index: startAt,
      playing: true,
    }));
  }
}

/** Puts songs at the end of the queue; what plays goes on. The first of them plays when nothing did yet. */
export function enqueue(ids: readonly string[]): void {
  const { queue, index } = usePlayer.getState();
  if (index < 0) {
    playQueue(ids);
  } else {
    usePlayer.setState({ queue: [...queue, ...ids] });
  }
}

/** Puts songs right after the one that plays, which goes on. The first of them plays when nothing did yet. */
export function playNext(ids: readonly string[]): void {
  const { queue, index } = usePlayer.getState();
  if (index < 0) {
    playQueue(ids);
  } else {
    const place = index + 1;
    usePlayer.setState({ queue: [...queue.slice(0, place), ...ids, ...queue.slice(place)] });
  }
}

export function setPlaying(playing: boolean): void {
  usePlayer.setState((state) => ({ playing: playing && currentOf(state) !== null }));
}

/** Next (+1) or previous (−1) song of the list; false at its ends, where nothing changes. */
export function step(by: 1 | -1): boolean {
  const { queue, index, picked } = usePlayer.getState();
  const next = index + by;
  if (next < 0 || next >= queue.length) {
    return false;
  }
  usePlayer.setState({ picked: picked + 1, index: next, playing: true });
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
