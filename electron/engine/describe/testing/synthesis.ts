import { seededRandom } from '../../../shared/seeded-random';

const RATE = 16_000;

/** A sine of full scale times `amplitude`. */
export function sine(hz: number, seconds: number, amplitude = 1): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, at) => amplitude * Math.sin((2 * Math.PI * hz * at) / RATE),
  );
}

export function noise(seconds: number, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: Math.round(seconds * RATE) }, () => random() - 0.5);
}

/** Short bursts of noise, one a beat, the first at `from` seconds. */
export function clicks(bpm: number, seconds: number, from = 0.1): Float32Array {
  const sound = new Float32Array(Math.round(seconds * RATE));
  const burst = noise(0.03);
  for (let at = from; at < seconds; at += 60 / bpm) {
    burst.forEach((value, index) => {
      const place = Math.round(at * RATE) + index;
      if (place < sound.length) {
        sound[place] = value * Math.exp(-index / 80);
      }
    });
  }
  return sound;
}

/** Chords one after another, each of notes in semitones above A4 = `tuning` Hz; every note has harmonics that fall off. */
export function chords(
  progression: readonly (readonly number[])[],
  secondsEach: number,
  tuning = 440,
): Float32Array {
  const length = Math.round(secondsEach * RATE);
  const sound = new Float32Array(length * progression.length);
  progression.forEach((notes, number) => {
    for (const note of notes) {
      for (let harmonic = 1; harmonic <= 5; harmonic++) {
        const hz = tuning * 2 ** (note / 12) * harmonic;
        for (let at = 0; at < length; at++) {
          sound[number * length + at]! +=
            Math.sin((2 * Math.PI * hz * at) / RATE) * 0.05 * 0.5 ** harmonic;
        }
      }
    }
  });
  return sound;
}
