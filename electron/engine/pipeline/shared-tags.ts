import type { HeardWord, TrackDetails, TrackId } from '../../shared/records';
import { TAG_KINDS } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';
import { isHeard } from './heard-tags';
import { isTold, kindOf, shownAs } from './heard-words';
import type { LibraryView } from './library-view';
import type { OutsideSongs } from './outside-songs';

type TagScore = TrackDetails['tagScores'][number]['tags'][number];

interface TagParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly models: BundledModels;
  readonly outside: OutsideSongs;
}

const MOST_TAGS = 6;
/** Of one song, by kind. */
const MOST_OF_KIND: Readonly<Record<HeardWord['kind'], number>> = {
  genre: 3,
  mood: 2,
  instrument: 3,
  voice: 1,
  decade: 1,
};

/**
 * The words that are heard in both of two songs, the surest first, with the lower of the two scores.
 * @throws MugleError `track-unknown`
 */
export async function sharedTags(
  parts: TagParts,
  other: TrackId,
  id: TrackId,
): Promise<TagScore[]> {
  const [own, others] = [await wordsIn(parts, id), await wordsIn(parts, other)];
  return [...own]
    .flatMap(([tag, heard]) => {
      const there = others.get(tag);
      return there === undefined
        ? []
        : {
            tag,
            score: Math.min(heard.score, there.score),
            sureness: Math.min(heard.sureness, there.sureness),
          };
    })
    .sort((a, b) => b.sureness - a.sureness)
    .slice(0, MOST_TAGS)
    .map(({ tag, score }) => ({ tag, score }));
}

/**
 * What is heard in a song: a few words of each kind, kind by kind, the surest first.
 * @throws MugleError `track-unknown`
 */
export async function wordsOf(parts: TagParts, id: TrackId): Promise<HeardWord[]> {
  const words = [...(await wordsIn(parts, id))]
    .map(([tag, { score, sureness }]) => ({ tag, score, sureness, kind: kindOf(tag) }))
    .sort((a, b) => b.sureness - a.sureness);
  return TAG_KINDS.flatMap((kind) =>
    words
      .filter((word) => word.kind === kind)
      .slice(0, MOST_OF_KIND[kind])
      .map(({ tag, score }) => ({ tag, score, kind })),
  );
}

interface Heard {
  readonly score: number;
  /** How far the score is on the way from the word's threshold (0) to 1 (1). */
  readonly sureness: number;
}

/** The words that are heard in a song and told of it. Several of a tagger's words may be shown as one: the surest counts. */
async function wordsIn(
  { store, view, models, outside }: TagParts,
  id: TrackId,
): Promise<ReadonlyMap<string, Heard>> {
  const stored =
    (await outside.scoresOf(id)) ??
    (await store.tagScores(view.track(id).id, view.stored(id).models));
  const words = new Map<string, Heard>();
  for (const { model, scores } of stored) {
    const thresholds = models.thresholdsOf(model);
    models.tagsOf(model).forEach((tag, index) => {
      const score = scores[index] ?? 0;
      const threshold = thresholds[index] ?? 1;
      const sureness = Math.max(0, (score - threshold) / (1 - threshold));
      const word = shownAs(tag);
      if (!isTold(word)) {
        return;
      }
      if (isHeard(score, threshold) && sureness >= (words.get(word)?.sureness ?? 0)) {
        words.set(word, { score, sureness });
      }
    });
  }
  return words;
}
