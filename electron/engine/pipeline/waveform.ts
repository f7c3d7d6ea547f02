import type { Waveform } from '../../shared/ipc/library-contract';
import { decodePassages } from '../decode/decode-passages';

/** As many bars as the narrowest panel can show apart; only these pieces of the song are decoded. */
const PIECES = 160;
const PLAN = { sampleRate: 16_000, passageSeconds: 0.1, maxPassages: PIECES } as const;

/** Looks at short pieces of a song, evenly spread, so that it takes hardly longer for a long one. @throws MugleError from decode */
export async function readWaveform(path: string): Promise<Waveform> {
  const { signal } = new AbortController();
  const { passages, durationSeconds } = await decodePassages(path, PLAN, { signal });
  const peaks = passages.map((piece) =>
    piece.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
  );
  const loudest = Math.max(...peaks);
  return { durationSeconds, heights: peaks.map((peak) => peak / loudest) };
}
