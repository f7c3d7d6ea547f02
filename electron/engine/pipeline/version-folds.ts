import { z } from 'zod';
import type { MugleError } from '../../shared/errors';
import { packedDot } from '../../shared/packed-rows';
import type { TrackId } from '../../shared/records';
import { trackId } from '../../shared/records';
import { areVersions } from '../rank/versions';
import type { LibraryStore } from '../store/library-store';
import { noteDamage } from './damaged-note';

const pairs = z.array(z.tuple([trackId, trackId]));

/** Which songs are versions of one another: by their sound and tags, but for pairs that a person said are not. */
export class VersionFolds {
  /** Why what was said is not known any more; undefined when it is. */
  readonly damage: MugleError | undefined;
  readonly #store: LibraryStore;
  readonly #notSame: Set<string>;

  constructor(store: LibraryStore) {
    this.#store = store;
    const note = store.note('notSame') ?? '[]';
    try {
      const kept = pairs.parse(JSON.parse(note));
      this.#notSame = new Set(kept.map(([a, b]) => pairKey(a, b)));
    } catch (cause) {
      this.#notSame = new Set();
      this.damage = noteDamage(store, 'notSame', note, cause);
    }
  }

  /** Remembers that two songs are no versions of each other; on disk with the store's next flush. */
  keepApart(a: TrackId, b: TrackId): void {
    this.#notSame.add(pairKey(a, b));
    const kept = [...this.#notSame].map((key) => key.split('|'));
    this.#store.setNote('notSame', JSON.stringify(kept));
  }

  /** Whether a person said that two songs are no versions of each other. */
  areApart(a: TrackId, b: TrackId): boolean {
    return this.#notSame.has(pairKey(a, b));
  }

  areVersions(a: TrackId, b: TrackId): boolean {
    const space = this.#store.space('genre');
    const [row, other] = [space?.rowOf(a), space?.rowOf(b)];
    const [one, two] = [this.#store.tracks.get(a), this.#store.tracks.get(b)];
    if (
      space === undefined ||
      row === undefined ||
      other === undefined ||
      one === undefined ||
      two === undefined
    ) {
      return false;
    }
    return (
      areVersions(one.tags, two.tags, () => packedDot(space, row, other)) && !this.areApart(a, b)
    );
  }
}

function pairKey(a: TrackId, b: TrackId): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
