import { z } from 'zod';
import type { MugleError } from '../../shared/errors';
import type { TrackId } from '../../shared/records';
import { trackId } from '../../shared/records';
import type { SongCosines } from '../rank/same-recording';
import { isSameRecording } from '../rank/same-recording';
import { areVersions } from '../rank/versions';
import type { LibraryStore } from '../store/library-store';
import { noteDamage } from './damaged-note';
import { songCosine } from './song-cosine';

const pairs = z.array(z.tuple([trackId, trackId]));
const ids = z.array(trackId);
/** Songs whose rows are remembered to be unfolded; the longest unfolded are folded again. */
const MOST_UNFOLDED = 5_000;

/**
 * Which songs are versions of one another: by their sound and tags, but for pairs that a person said are not. And which of
 * their rows a person unfolded.
 */
export class VersionFolds {
  /** Why what was said is not known any more, each of it; empty when it is. */
  readonly damage: readonly MugleError[];
  readonly #store: LibraryStore;
  readonly #notSame: Set<string>;
  /** All songs of the rows that are unfolded. */
  readonly #unfolded: Set<TrackId>;
  #changes = 0;

  constructor(store: LibraryStore) {
    this.#store = store;
    const notSame = entriesOf(store, 'notSame', pairs);
    const unfolded = entriesOf(store, 'unfolded', ids);
    this.#notSame = new Set(notSame.entries.map(([a, b]) => pairKey(a, b)));
    this.#unfolded = new Set(unfolded.entries);
    this.damage = [...notSame.damage, ...unfolded.damage];
  }

  /** Another number after every pair that was told apart, or not any more. */
  get changes(): number {
    return this.#changes;
  }

  /** Remembers that two songs are no versions of each other; on disk with the store's next flush. */
  keepApart(a: TrackId, b: TrackId): void {
    this.#notSame.add(pairKey(a, b));
    this.#noteNotSame();
  }

  /** Takes that back. */
  letBeSame(a: TrackId, b: TrackId): void {
    if (this.#notSame.delete(pairKey(a, b))) {
      this.#noteNotSame();
    }
  }

  /** Remembers whether the row of these songs is unfolded; on disk with the store's next flush. */
  unfold(songs: readonly TrackId[], unfolded: boolean): void {
    for (const id of songs) {
      this.#unfolded.delete(id);
      if (unfolded) {
        this.#unfolded.add(id);
      }
    }
    const kept = [...this.#unfolded].slice(-MOST_UNFOLDED);
    this.#store.setNote('unfolded', JSON.stringify(kept));
  }

  /** Whether a row is unfolded: any of its songs was in one that is, as another song may lead it now. */
  isUnfolded(songs: readonly TrackId[]): boolean {
    return songs.some((id) => this.#unfolded.has(id));
  }

  /** Whether a person said that two songs are no versions of each other. */
  areApart(a: TrackId, b: TrackId): boolean {
    return this.#notSame.has(pairKey(a, b));
  }

  /** Whether the row of one may hold the other. */
  areVersions(a: TrackId, b: TrackId): boolean {
    return this.#areAlike(areVersions, a, b);
  }

  /** Whether two songs are copies of one recording: versions of the closest kind. */
  areSameRecording(a: TrackId, b: TrackId): boolean {
    return this.#areAlike(isSameRecording, a, b);
  }

  #areAlike(rule: typeof isSameRecording, a: TrackId, b: TrackId): boolean {
    const [one, two] = [this.#store.tracks.get(a), this.#store.tracks.get(b)];
    const cosines: SongCosines = {
      genre: () => songCosine(this.#store, 'genre', a, b),
      melody: () => songCosine(this.#store, 'melody', a, b),
    };
    return (
      one !== undefined &&
      two !== undefined &&
      rule(one.tags, two.tags, cosines) &&
      !this.areApart(a, b)
    );
  }

  #noteNotSame(): void {
    this.#changes += 1;
    const kept = [...this.#notSame].map((key) => key.split('|'));
    this.#store.setNote('notSame', JSON.stringify(kept));
  }
}

/** What a note holds; nothing, and why, when it cannot be read. */
function entriesOf<T>(
  store: LibraryStore,
  name: 'notSame' | 'unfolded',
  entries: z.ZodType<T[]>,
): { readonly entries: readonly T[]; readonly damage: readonly MugleError[] } {
  const note = store.note(name) ?? '[]';
  try {
    return { entries: entries.parse(JSON.parse(note)), damage: [] };
  } catch (cause) {
    return { entries: [], damage: [noteDamage(store, name, note, cause)] };
  }
}

function pairKey(a: TrackId, b: TrackId): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
