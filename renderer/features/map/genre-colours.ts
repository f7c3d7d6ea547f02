/** Told apart on light and on dark ground. */
const PALETTE = [
  '#6366f1',
  '#f59e0b',
  '#10b981',
  '#ef4444',
  '#06b6d4',
  '#d946ef',
  '#84a815',
  '#a16207',
] as const;
const GREY = '#8b8b94';

/** What a colour of the map stands for; `genre` null: a genre without a colour of its own, '' : no genre tag. */
export interface LegendEntry {
  readonly genre: string | null;
  readonly colour: string;
}

export interface GenreColours {
  /** For each song, which of `colours` is its own. */
  readonly category: readonly number[];
  readonly colours: readonly string[];
  readonly legend: readonly LegendEntry[];
}

/** Gives the most frequent genres of the songs colours of their own. `genres` as in the tags, one for each song. */
export function colourByGenre(genres: readonly string[]): GenreColours {
  const first = genres.map(firstGenre);
  const counts = new Map<string, { readonly name: string; count: number }>();
  for (const name of first) {
    const key = name.toLowerCase();
    const entry = counts.get(key) ?? { name, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const top = [...counts]
    .filter(([key]) => key !== '')
    .sort(([a, { count: countA }], [b, { count: countB }]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, PALETTE.length);
  const place = new Map(top.map(([key], index) => [key, index]));
  const category = first.map((name) => place.get(name.toLowerCase()) ?? top.length);
  const legend: LegendEntry[] = top.map(([, { name }], index) => ({
    genre: name,
    colour: PALETTE[index] ?? GREY,
  }));
  if (counts.size - (counts.has('') ? 1 : 0) > top.length) {
    legend.push({ genre: null, colour: GREY });
  } else if (counts.has('')) {
    legend.push({ genre: '', colour: GREY });
  }
  return {
    category,
    colours: [...PALETTE.slice(0, top.length), GREY],
    legend,
  };
}

/** `Rock; Indie` and `Rock/Pop` are rock. */
function firstGenre(genre: string): string {
  return (genre.split(/[;,/|]/)[0] ?? '').trim();
}
