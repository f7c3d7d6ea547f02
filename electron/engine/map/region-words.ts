import type { RegionWord } from '../../shared/records';

const MOST_WORDS = 3;
/** A word must be on so many of a region's songs that can have it, and on more than one, */
const LEAST_SHARE = 0.15;
const FEWEST_SONGS = 2;
/** and so many of its songs must have a word of the kind at all (but for what a model heard: that is looked up for some songs only). */
const LEAST_KNOWN = 0.25;
/** The word is that much more frequent there, in standard deviations. */
const LEAST_SCORE = 2;
/** Songs with the map's mean that are added to each side, so that rare words do not win by chance. */
const PRIOR = 10;
/** Keeps the odds of a word that all songs have finite. */
const HALF = 0.5;
/** Which kinds say more about a region of equal distinctness. */
const WEIGHT: Readonly<Record<RegionWord['kind'], number>> = {
  genre: 1.2,
  tag: 1,
  artist: 0.8,
  decade: 0.6,
};

/** Words with the place that they are counted at. */
class Vocabulary {
  readonly words: RegionWord[] = [];
  readonly #places = new Map<string, number>();

  /** Words that differ in capitals only are one word, as it came first. */
  placeOf(word: RegionWord): number {
    const key = `${word.kind} ${word.text.toLowerCase()}`;
    const known = this.#places.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#places.set(key, this.words.length);
    this.words.push(word);
    return this.words.length - 1;
  }
}

/** Songs with a word, or with any word of a kind. */
interface Counts {
  readonly songs: number;
  readonly withWord: ReadonlyMap<number, number>;
  readonly withKind: ReadonlyMap<RegionWord['kind'], number>;
}

/**
 * What tells each region from the rest of the map: the words whose log-odds of being on a song there are farthest above those elsewhere, in
 * standard deviations (Monroe, Colaresi & Quinn 2008, with the whole map as the prior).
 * @param regionOf the region of each song, or −1.
 * @param songs the words of each song.
 * @returns for each region up to 3 words, the most telling first.
 */
export function nameRegions(
  regions: number,
  regionOf: Int32Array,
  songs: readonly (readonly RegionWord[])[],
): RegionWord[][] {
  const vocabulary = new Vocabulary();
  const places = songs.map((words) => [...new Set(words.map((word) => vocabulary.placeOf(word)))]);
  const rows = Array.from({ length: regions }, (): number[] => []);
  regionOf.forEach((region, row) => {
    rows[region]?.push(row);
  });
  const whole = countWords(songs.keys(), places, vocabulary.words);
  return rows.map((members) =>
    tellingWords(countWords(members, places, vocabulary.words), whole, vocabulary.words),
  );
}

function countWords(
  rows: Iterable<number>,
  places: readonly (readonly number[])[],
  words: readonly RegionWord[],
): Counts {
  const withWord = new Map<number, number>();
  const withKind = new Map<RegionWord['kind'], number>();
  let songs = 0;
  for (const row of rows) {
    songs++;
    const kinds = new Set<RegionWord['kind']>();
    for (const place of places[row] ?? []) {
      withWord.set(place, (withWord.get(place) ?? 0) + 1);
      kinds.add(words[place]!.kind);
    }
    for (const kind of kinds) {
      withKind.set(kind, (withKind.get(kind) ?? 0) + 1);
    }
  }
  return { songs, withWord, withKind };
}

function tellingWords(here: Counts, whole: Counts, words: readonly RegionWord[]): RegionWord[] {
  const scored = [...here.withWord].flatMap(([place, count]) => {
    const word = words[place]!;
    const known = here.withKind.get(word.kind) ?? 0;
    const isKnown = word.kind === 'tag' || known >= LEAST_KNOWN * here.songs;
    if (!isKnown || count < FEWEST_SONGS || count < LEAST_SHARE * known) {
      return [];
    }
    const all = {
      count: whole.withWord.get(place) ?? 0,
      known: whole.withKind.get(word.kind) ?? 0,
    };
    const score = distinctness({ count, known }, all);
    return score < LEAST_SCORE ? [] : [{ word, score: score * WEIGHT[word.kind] }];
  });
  scored.sort((a, b) => b.score - a.score || compareWords(a.word, b.word));
  const told: RegionWord[] = [];
  for (const { word } of scored) {
    // A genre tag and what a model heard are often the same word.
    if (!told.some(({ text }) => text.toLowerCase() === word.text.toLowerCase())) {
      told.push(word);
    }
  }
  return told.slice(0, MOST_WORDS);
}

interface Share {
  readonly count: number;
  readonly known: number;
}

/** The difference of the log-odds here and elsewhere over its standard deviation. */
function distinctness(here: Share, all: Share): number {
  const mean = all.count / all.known;
  const added = PRIOR * mean;
  const elsewhere = { count: all.count - here.count, known: all.known - here.known };
  const without = ({ count, known }: Share): number => known - count + PRIOR - added + HALF;
  const difference =
    Math.log((here.count + added) / without(here)) -
    Math.log((elsewhere.count + added) / without(elsewhere));
  const variance =
    1 / (here.count + added) +
    1 / (elsewhere.count + added) +
    1 / without(here) +
    1 / without(elsewhere);
  return difference / Math.sqrt(variance);
}

/** By their letters' numbers: the same on every computer. */
function compareWords(a: RegionWord, b: RegionWord): number {
  const [textA, textB] = [`${a.kind} ${a.text}`, `${b.kind} ${b.text}`];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
