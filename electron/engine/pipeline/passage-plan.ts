import type { PassagePlan } from '../decode/decode-passages';

/**
 * How much of a song is listened to: 28 passages, each exactly one patch of the models (48,128 samples), spread over it,
 * so that neither a silent lead-in nor one odd stretch decides (docs/decisions/001-passages.md). A tune needs longer: two windows,
 * before and after the middle, are for the melody model (docs/decisions/003-melody.md).
 */
export const PASSAGE_PLAN: PassagePlan = {
  sampleRate: 16000,
  passageSeconds: 48_128 / 16_000,
  maxPassages: 28,
  windows: { seconds: 12.8, centres: [4.5 / 16, 11.5 / 16] },
};

/** Passages from which a key and a loudness are told: as many as both were judged by (docs/decisions/004-describe.md). */
export const DESCRIBED_PASSAGES = 16;
