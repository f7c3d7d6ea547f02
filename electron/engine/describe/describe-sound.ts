import type { SoundFacts } from '../../shared/records';
import { keyOf } from './key';
import { loudnessOf } from './loudness';
import { tempoOf } from './tempo';

/** Stands among the models a song was heard with; raised when the same sound would be described in another way. */
export const DESCRIBE_ID = 'describe-1';

/** Louder than any sound of full scale can be: the file's numbers do not mean what sound means by them. */
const LOUDEST_LUFS = 10;

/**
 * What a song is besides its vectors: tempo, key and loudness (docs/decisions/004-describe.md). Some 30 ms of CPU for the 74
 * seconds that are listened to of a song.
 * @param sound mono, full scale 1: `passages` spread over the song for what holds all along it, `windows` of many seconds for
 *   what needs them. A song that is too short for windows of their own has one that is all of it.
 */
export function describeSound(
  sound: { readonly passages: readonly Float32Array[]; readonly windows: readonly Float32Array[] },
  sampleRate: number,
): SoundFacts {
  const loudness = loudnessOf(sound.passages, sampleRate);
  return {
    tempo: tempoOf(sound.windows, sampleRate),
    key: keyOf(sound.passages, sampleRate),
    loudness: loudness !== null && loudness <= LOUDEST_LUFS ? loudness : null,
  };
}
