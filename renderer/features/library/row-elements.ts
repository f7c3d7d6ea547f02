/**
 * Which element of the table shows which row. Rows that stay in sight keep their elements, as a person may just be pressing
 * one. When most of them are others (a letter was typed, the list jumped), the elements are used again in their places:
 * changing their texts takes less than half of the time that making them takes.
 */
export class RowElements {
  /** The keys of the elements by the ids of their rows, from top to bottom. */
  #keys = new Map<string, number>();
  #made = 0;

  /** @param ids the rows in sight, from top to bottom. @returns the key of each one's element */
  keysFor(ids: readonly string[]): readonly number[] {
    const staying = ids.filter((id) => this.#keys.has(id)).length;
    const inPlaces = staying * 2 < ids.length ? [...this.#keys.values()] : null;
    const keys = ids.map(
      (id, at) => (inPlaces === null ? this.#keys.get(id) : inPlaces[at]) ?? this.#made++,
    );
    this.#keys = new Map(ids.map((id, at) => [id, keys[at] ?? 0]));
    return keys;
  }
}
