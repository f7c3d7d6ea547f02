import type { SpaceName } from '../../shared/records';
import { layoutKey } from './record-columns';
import type { StoredLayout } from './stored-records';
import type { WriteBehind } from './write-behind';

/** Layouts of a space that are kept: what two sets of models made of it, and one more. */
const KEPT = 3;

/** The layouts of all spaces, one for each set of models and parameters. */
export class LayoutShelf {
  readonly byKey = new Map<string, StoredLayout>();
  readonly #changes: WriteBehind;

  constructor(changes: WriteBehind) {
    this.#changes = changes;
  }

  /** Each with the key it was written by: formats before 6 kept one layout of a space, under the name of the space. */
  load(layouts: Iterable<readonly [key: string, layout: StoredLayout]>): void {
    for (const [written, layout] of layouts) {
      const key = layoutKey(layout);
      this.byKey.set(key, layout);
      if (written !== key) {
        this.#changes.remove('layouts', written);
        this.#changes.mark('layouts', key, true);
      }
    }
  }

  /** The last one first. */
  of(space: SpaceName): readonly StoredLayout[] {
    return [...this.byKey.values()]
      .filter((layout) => layout.space === space)
      .sort((a, b) => b.madeAt - a.madeAt);
  }

  /** Takes the place of the one of the same key; of each space the last few are kept. */
  put(layout: StoredLayout): void {
    const key = layoutKey(layout);
    this.byKey.set(key, layout);
    this.#changes.mark('layouts', key, false);
    for (const old of this.of(layout.space).slice(KEPT)) {
      const oldKey = layoutKey(old);
      this.byKey.delete(oldKey);
      this.#changes.remove('layouts', oldKey);
    }
  }
}
