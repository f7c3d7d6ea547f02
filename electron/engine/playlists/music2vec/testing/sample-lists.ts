/** Lists of songs in styles, and the style of each song; the same in gensim_reference.py. */
export interface SampleLists {
  readonly songs: number;
  readonly styles: number;
  readonly lists: readonly (readonly number[])[];
}

/** Song s is of style s mod `styles`; the first songs of a style are in more lists. One song in five is of any style. */
export function sampleLists(songs: number, styles: number, lists: number): SampleLists {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const made = Array.from({ length: lists }, () => {
    const style = Math.floor(uniform() * styles);
    const length = 8 + Math.floor(uniform() * 23);
    const list: number[] = [];
    for (let at = 0; at < length; at++) {
      const own = Math.floor(uniform() ** 2 * (songs / styles)) * styles + style;
      const any = Math.floor(uniform() * songs);
      const song = uniform() < 0.8 ? own : any;
      if (!list.includes(song)) {
        list.push(song);
      }
    }
    return list;
  });
  return { songs, styles, lists: made };
}
