/** The vector of one stretch of the sound: where it lies, and what the model made of it alone. */
export interface StretchVector {
  readonly of: 'passages' | 'windows';
  /** Which of them. */
  readonly index: number;
  /** The middle of what was heard, in samples from the beginning of that one. */
  readonly centre: number;
  /** L2-normalised. */
  readonly vector: Float32Array;
}
