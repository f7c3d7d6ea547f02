/** How loud an audition is: root mean square, about -20 dB of full scale, as quiet mastering has it. */
const TARGET = 0.1;
/** Silence and noise are not made into music. */
const MOST_GAIN = 8;
const LEAST_GAIN = 1 / 16;
const PEAK = 0.97;

/** Measures sound as it goes by. */
export class Loudness {
  #squares = 0;
  #samples = 0;
  #peak = 0;

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
    const wanted = this.rms === 0 ? 1 : TARGET / this.rms;
    const held = Math.min(MOST_GAIN, Math.max(LEAST_GAIN, wanted));
    return this.#peak === 0 ? held : Math.min(held, PEAK / this.#peak);
  }
}
