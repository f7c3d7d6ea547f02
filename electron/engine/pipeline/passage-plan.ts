import type { PassagePlan } from '../decode/decode-passages';

/**
 * How much of a song is listened to: 16 passages, each exactly one patch of the models (48,128 samples), spread over it,
 * so that neither a silent lead-in nor one odd stretch decides (docs/decisions/001-passages.md).
 */
export const PASSAGE_PLAN: PassagePlan = {
  sampleRate: 16000,
  passageSeconds: 48_128 / 16_000,
  maxPassages: 16,
};
