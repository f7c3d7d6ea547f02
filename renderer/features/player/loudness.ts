/** How loud an audition is: root mean square, about -20 dB of full scale, as quiet mastering has it. */
const TARGET = 0.1;
/** Silence and noise are not made into music. */
const MOST_GAIN = 8;
const LEAST_GAIN = 1 / 16;
const PEAK = 0.97;

/** What it is where the whole song's loudness is known: about the same for music, as LUFS and root mean square go. */
const TARGET_LUFS = -20;

/** Measures sound as it goes by. */
export class Loudness {
  readonly #known: number | undefined;
  #squares = 0;
  #samples = 0;
  #peak = 0;

  /** @param lufs of the whole song when it is known: then all of it is brought to one loudness, and its quiet parts stay quiet. */
  constructor(lufs?: number) {
    this.#known = lufs !== undefined && Number.isFinite(lufs) ? lufs : undefined;
  }

  /** Takes samples in [-1, 1] into account. */
  add(samples: Float32Array): void {
    for (const sample of samples) {
      this.#squares += sample * sample;
      this.#peak = Math.max(this.#peak, Math.abs(sample));
    }
    this.#samples += samples.length;
  }

  /** Root mean square of what went by; 0 before anything did. */
  get rms(): number {
    return this.#samples === 0 ? 0 : Math.sqrt(this.#squares / this.#samples);
  }

  /** What brings it to the loudness of all auditions, without its loudest moment being cut off. */
  get gain(): number {
    const measured = this.rms === 0 ? 1 : TARGET / this.rms;
    const wanted = this.#known === undefined ? measured : 10 ** ((TARGET_LUFS - this.#known) / 20);
    const held = Math.min(MOST_GAIN, Math.max(LEAST_GAIN, wanted));
    return this.#peak === 0 ? held : Math.min(held, PEAK / this.#peak);
  }
}
