import { TAG_KINDS } from '../../shared/records';

type TagKind = (typeof TAG_KINDS)[number];

/** Words of the taggers that mean one thing, by the word they are shown as; docs/tags.md. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  'female voice': ['female vocalists', 'female vocalist', 'female vocal', 'woman', 'female'],
  'male voice': ['male vocalists', 'male vocal', 'man', 'male'],
  voice: ['vocal', 'vocals', 'singing'],
  'no voice': ['no vocals', 'no vocal', 'instrumental'],
  choir: ['choral'],
  electronic: ['electronica', 'electro'],
  chill: ['chillout'],
  beat: ['beats'],
  classical: ['classic'],
  metal: ['heavy metal'],
};

const SHOWN_AS = new Map(
  Object.entries(SAME).flatMap(([shown, words]) => words.map((word) => [word, shown] as const)),
);

const KINDS: Readonly<Record<Exclude<TagKind, 'genre'>, readonly string[]>> = {
  mood: [
    'beautiful',
    'catchy',
    'chill',
    'easy listening',
    'fast',
    'happy',
    'loud',
    'mellow',
    'party',
    'quiet',
    'sad',
    'sexy',
    'slow',
    'soft',
    'weird',
  ],
  instrument: [
    'acoustic',
    'beat',
    'cello',
    'drums',
    'flute',
    'guitar',
    'harp',
    'harpsichord',
    'piano',
    'sitar',
    'solo',
    'strings',
    'synth',
    'violin',
  ],
  voice: ['choir', 'female voice', 'male voice', 'no voice', 'voice'],
  decade: ['00s', '60s', '70s', '80s', '90s', 'oldies'],
};

/**
 * The words that are shown of a song and offered to filter by; docs/tags.md says why these. Of the others nothing says that they are right
 * in half of the cases, or something says that they are not.
 */
const SHOWN: ReadonlySet<string> = new Set([
  'ambient',
  'beat',
  'cello',
  'chill',
  'classical',
  'drums',
  'electronic',
  'experimental',
  'fast',
  'flute',
  'guitar',
  'harpsichord',
  'jazz',
  'metal',
  'no voice',
  'rock',
  'slow',
  'solo',
  'strings',
  'synth',
  'techno',
]);

/** Whether a shown word may be told of a song. */
export function isTold(shown: string): boolean {
  return SHOWN.has(shown);
}

/** The word that a tagger's word is shown and asked for as. */
export function shownAs(word: string): string {
  const folded = word.toLowerCase();
  return SHOWN_AS.get(folded) ?? folded;
}

/** What a shown word is about; a genre where nothing else is known. */
export function kindOf(shown: string): TagKind {
  return TAG_KINDS.find((kind) => kind !== 'genre' && KINDS[kind].includes(shown)) ?? 'genre';
}
