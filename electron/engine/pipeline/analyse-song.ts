import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import { SPACES } from '../../shared/records';
import type { DecodedSong } from '../decode/decode-passages';
import { decodePassages } from '../decode/decode-passages';
import { DESCRIBE_ID, describeSound } from '../describe/describe-sound';
import type { Embedder } from '../embed/embedder';
import type { Embedding } from '../embed/hear-song';
import { spread } from '../embed/song-patches';
import { DESCRIBED_PASSAGES, PASSAGE_PLAN } from './passage-plan';
import type { HeardSong } from './worker-protocol';

export interface SongAnalyser {
  readonly models: readonly string[];
  readonly processor: ProcessorReport;
  /** @throws MugleError from decode or embed, with the stage. */
  analyse(path: string): Promise<HeardSong>;
}

/** Listens to songs with models that are loaded. */
export function songAnalyser(embedder: Embedder): SongAnalyser {
  // The engine cancels a song by ending this process; there is no gentler way out of native code.
  const { signal } = new AbortController();
  const models = [...embedder.models, DESCRIBE_ID];
  return {
    models,
    processor: embedder.processor,
    analyse: async (path) => {
      const cpuBefore = process.cpuUsage();
      const startedAt = performance.now();
      const decoded = await decodePassages(path, PASSAGE_PLAN, { signal });
      const decodedAt = performance.now();
      const { vectors, tagScores, stretches } = await embedder.embed(decoded, { signal });
      const embeddedAt = performance.now();
      const described = { ...decoded, passages: spread(decoded.passages, DESCRIBED_PASSAGES) };
      const sound = describeSound(described, PASSAGE_PLAN.sampleRate);
      const describedAt = performance.now();
      const { user, system } = process.cpuUsage(cpuBefore);
      return {
        models,
        vectors,
        tagScores,
        sound,
        passages: placed(stretches, decoded.starts),
        durationSeconds: decoded.durationSeconds,
        warnings: decoded.warnings,
        stageMs: {
          decode: decodedAt - startedAt,
          describe: describedAt - embeddedAt,
          embed: embeddedAt - decodedAt,
        },
        cpuSeconds: (user + system) / 1e6,
        // maxRSS is in KiB.
        peakRssBytes: process.resourceUsage().maxRSS * 1024,
      };
    },
  };
}

/** The vectors of stretches with the places in the song that their middles are at. */
function placed(
  stretches: Embedding['stretches'],
  starts: DecodedSong['starts'],
): HeardSong['passages'] {
  return Object.fromEntries(
    SPACES.flatMap((space) => {
      const heard = stretches[space]?.map(({ of, index, centre, vector }) => ({
        seconds: (starts[of][index] ?? 0) + centre / PASSAGE_PLAN.sampleRate,
        vector,
      }));
      return heard === undefined ? [] : [[space, heard]];
    }),
  );
}
