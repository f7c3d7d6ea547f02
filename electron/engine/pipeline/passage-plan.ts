import type { PassagePlan } from '../decode/decode-passages';

/**
 * How much of a song is listened to. Three passages spread over it, so that neither a silent lead-in nor one
 * odd stretch decides; 15 s each, since the model looks at 3 s at a time and more adds cost, not neighbours.
 */
export const PASSAGE_PLAN: PassagePlan = { sampleRate: 16000, passageSeconds: 15, maxPassages: 3 };
