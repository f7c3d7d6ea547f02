import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import { decodePassages } from '../decode/decode-passages';
import { createEmbedder } from '../embed/embedder';
import { PASSAGE_PLAN } from './passage-plan';
import type { HeardSong } from './worker-protocol';

export interface SongAnalyser {
  readonly models: readonly string[];
  readonly processor: ProcessorReport;
  /** @throws MugleError from decode or embed, with the stage. */
  analyse(path: string): Promise<HeardSong>;
}

/** Loads the models once for many songs. `threads` are those of one inference. */
export async function openSongAnalyser(modelsDir: string, threads: number): Promise<SongAnalyser> {
  const embedder = await createEmbedder({ modelsDir, threads });
  // The engine cancels a song by ending this process; there is no gentler way out of native code.
  const { signal } = new AbortController();
  return {
    models: embedder.models,
    processor: embedder.processor,
    analyse: async (path) => {
      const cpuBefore = process.cpuUsage();
      const startedAt = performance.now();
      const decoded = await decodePassages(path, PASSAGE_PLAN, { signal });
      const decodedAt = performance.now();
      const { vectors, tagScores } = await embedder.embed(decoded, { signal });
      const { user, system } = process.cpuUsage(cpuBefore);
      return {
        models: embedder.models,
        vectors,
        tagScores,
        durationSeconds: decoded.durationSeconds,
        warnings: decoded.warnings,
        stageMs: { decode: decodedAt - startedAt, embed: performance.now() - decodedAt },
        cpuSeconds: (user + system) / 1e6,
        // maxRSS is in KiB.
        peakRssBytes: process.resourceUsage().maxRSS * 1024,
      };
    },
  };
}
