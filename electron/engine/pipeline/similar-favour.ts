import type { Ranking } from '../../shared/ipc/similar-contract';
import { keySteps } from '../../shared/musical-key';
import type { SoundFacts, TrackId } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';

/** Years after which a song is out of the query's era, by a factor of e. */
const ERA_YEARS = 6;
/** A song without a year stands as far from the era as one of so many years away. */
const UNKNOWN_YEARS = 12;
/** Tempos are heard as further apart by a factor of e with each so many octaves: 8 beats a minute at 120. */
const TEMPO_OCTAVES = 0.1;
/** Half and double the tempo can be danced to as well, but are not the same. */
const OTHER_BEAT_OCTAVES = 0.05;
/** A song whose tempo is not known stands as far from it as one of so many octaves away. */
const UNKNOWN_OCTAVES = 0.2;
/** Keys beyond those that fit are heard as further apart by a factor of e with each so many steps. */
const KEY_STEPS = 1.5;
const FITTING_STEPS = 1;
/** A song whose key is not known stands as far from it as one of so many steps away. */
const UNKNOWN_STEPS = 3;
/** So many plays make a song half known; twice as many two thirds. */
const HALF_KNOWN_PLAYS = 2;
/** No factor is quite 0: songs that a wish sets aside keep their order. */
const LEAST = 1e-6;

type Favour = (id: TrackId) => number;

/** The songs asked about, and what is known of their sound. */
interface Asked {
  readonly asked: readonly TrackId[];
  readonly sounds: readonly SoundFacts[];
}

/** The factor, in (0, 1], by which *Balanced* takes each song for what no space knows of: its era, tempo and key, and whether it is known. */
export function favourOf(
  store: LibraryStore,
  { asked, sounds }: Asked,
  wishes: Pick<Extract<Ranking, { by: 'balanced' }>, 'era' | 'tempo' | 'key' | 'familiarity'>,
): Favour {
  const { era = 0, tempo = 0, key = 0, familiarity = 0 } = wishes;
  const byEra = eraFavour(store, asked, era);
  const byTempo = tempoFavour(store, sounds, tempo);
  const byKey = keyFavour(store, sounds, key);
  const byPlays = familiarityFavour(store, familiarity);
  return (id) => byEra(id) * byTempo(id) * byKey(id) * byPlays(id);
}

/** 1 in the era of the songs asked about (the middle of their years), down to 1 − era far from it. */
function eraFavour(store: LibraryStore, asked: readonly TrackId[], era: number): Favour {
  const yearOf = (id: TrackId): number | null => store.tracks.get(id)?.tags.year ?? null;
  const years = asked.flatMap((id) => yearOf(id) ?? []).sort((a, b) => a - b);
  const middle = years[years.length >> 1];
  if (era === 0 || middle === undefined) {
    return () => 1;
  }
  return (id) => {
    const year = yearOf(id);
    const away = year === null ? UNKNOWN_YEARS : Math.abs(year - middle);
    return 1 - era * (1 - Math.exp(-away / ERA_YEARS)) + LEAST;
  };
}

/** 1 at the tempo of the songs asked about (the middle of theirs), half or double it counting as near; down to 1 − tempo. */
function tempoFavour(store: LibraryStore, sounds: readonly SoundFacts[], tempo: number): Favour {
  const tempoOf = (id: TrackId): number | undefined => store.tracks.get(id)?.sound?.tempo?.bpm;
  const tempos = sounds.flatMap((sound) => sound.tempo?.bpm ?? []).sort((a, b) => a - b);
  const middle = tempos[tempos.length >> 1];
  if (tempo === 0 || middle === undefined) {
    return () => 1;
  }
  return (id) => {
    const own = tempoOf(id);
    const away = own === undefined ? UNKNOWN_OCTAVES : tempoApart(own, middle);
    return 1 - tempo * (1 - Math.exp(-away / TEMPO_OCTAVES)) + LEAST;
  };
}

function tempoApart(a: number, b: number): number {
  const octaves = Math.log2(a / b);
  const whole = Math.round(octaves);
  return Math.abs(octaves - whole) + OTHER_BEAT_OCTAVES * Math.abs(whole);
}

/** 1 for songs whose key fits that of one of the songs asked about, down to 1 − key for the farthest one. */
function keyFavour(store: LibraryStore, sounds: readonly SoundFacts[], key: number): Favour {
  const keyOf = (id: TrackId): number | undefined => store.tracks.get(id)?.sound?.key?.key;
  const wanted = [...new Set(sounds.flatMap((sound) => sound.key?.key ?? []))];
  if (key === 0 || wanted.length === 0) {
    return () => 1;
  }
  return (id) => {
    const own = keyOf(id);
    const steps =
      own === undefined ? UNKNOWN_STEPS : Math.min(...wanted.map((one) => keySteps(one, own)));
    return 1 - key * (1 - Math.exp(-Math.max(0, steps - FITTING_STEPS) / KEY_STEPS)) + LEAST;
  };
}

/**
 * A song is known to plays / (plays + 2): 0 when it was never played, 1/2 after two plays. Wished for are those that are
 * known (above 0) or not known (below): the factor is 1 − |familiarity| × how far the song is from that.
 */
function familiarityFavour({ plays }: LibraryStore, familiarity: number): Favour {
  if (familiarity === 0) {
    return () => 1;
  }
  return (id) => {
    const count = plays.byId.get(id)?.plays ?? 0;
    const known = count / (count + HALF_KNOWN_PLAYS);
    return 1 - Math.abs(familiarity) * (familiarity > 0 ? 1 - known : known) + LEAST;
  };
}
