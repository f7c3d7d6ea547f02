import type { SpaceName, TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import { LEARNED_SPACE } from '../store/table-specs';
import type { StoredLayout } from '../store/stored-records';
import type { BundledModels } from './bundled-models';
import { learnedAt } from './learned-note';

/** Names of a layout's parameters that are read again. */
export const PARAM = {
  /** Songs that were put on it since it was made. */
  placed: 'placed',
  /** Its mean trust when it was made. */
  trust: 'trust',
  /** See `Tsne`. */
  half: 'half',
  /** When the space it is of was learned, where it is one that is learned as a whole. */
  learned: 'learnedAt',
} as const;

/** From this share of songs on a space is taken to be of one set of models: some songs cannot be heard again. */
const SETTLED_SHARE = 0.95;
/** Filled by what is learned from lists, and by no model. */
const NONE: readonly string[] = [];

/** The layouts of a library's spaces: one for each set of models and parameters, of which the last three are kept. */
export class MapLayouts {
  readonly #store: LibraryStore;
  readonly #bundled: BundledModels;

  constructor(store: LibraryStore, bundled: BundledModels) {
    this.#store = store;
    this.#bundled = bundled;
  }

  /** The last layout of the vectors that the space holds now; else the last one of any. */
  shown(space: SpaceName): StoredLayout | undefined {
    const all = this.#store.layouts(space);
    const models = this.modelsOf(space);
    return all.find((layout) => isOf(layout, models)) ?? all[0];
  }

  /**
   * Whether a layout shows the vectors that its space holds now. While songs are being heard again with other models, and two kinds of
   * vectors are there, no other layout would either.
   */
  isOfNow(layout: StoredLayout): boolean {
    if ((layout.params[PARAM.learned] ?? 0) !== this.learnedAtOf(layout.space)) {
      return false;
    }
    const { models, share } = this.#most(layout.space);
    return isOf(layout, models) || share < SETTLED_SHARE;
  }

  /** When a space that is learned as a whole was learned; 0 for the others. */
  learnedAtOf(space: SpaceName): number {
    return space === LEARNED_SPACE ? learnedAt(this.#store) : 0;
  }

  /** The models that most songs of a space were heard with, as far as they fill it; sorted. None for a space that is learned from lists. */
  modelsOf(space: SpaceName): readonly string[] {
    return this.#most(space).models;
  }

  #most(space: SpaceName): { readonly models: readonly string[]; readonly share: number } {
    const ids = space === LEARNED_SPACE ? [] : (this.#store.space(space)?.ids ?? []);
    const counts = new Map<string, { readonly models: readonly string[]; songs: number }>();
    for (const [list, songs] of this.#lists(ids)) {
      const models = this.#filling(space, list);
      const counted = counts.get(models.join(' ')) ?? { models, songs: 0 };
      counted.songs += songs;
      counts.set(models.join(' '), counted);
    }
    let most: { readonly models: readonly string[]; songs: number } = { models: [], songs: 0 };
    for (const counted of counts.values()) {
      most = counted.songs > most.songs ? counted : most;
    }
    return { models: most.models, share: ids.length === 0 ? 1 : most.songs / ids.length };
  }

  /** Songs that were read from disk share few lists of models: those are counted first. */
  #lists(ids: readonly TrackId[]): ReadonlyMap<readonly string[], number> {
    const lists = new Map<readonly string[], number>();
    for (const id of ids) {
      const models = this.#store.tracks.get(id)?.models ?? NONE;
      lists.set(models, (lists.get(models) ?? 0) + 1);
    }
    return lists;
  }

  /** Models of an earlier OK Mugle do not say what they fill: all of them count then. */
  #filling(space: SpaceName, models: readonly string[]): readonly string[] {
    const filling = models.filter((model) => this.#bundled.spaceOf(model) === space);
    return filling.length > 0 ? filling : models;
  }
}

function isOf({ models }: StoredLayout, wanted: readonly string[]): boolean {
  return models.join(' ') === wanted.join(' ');
}
