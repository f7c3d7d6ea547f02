import type { FrontEnd } from '../../../native-models/registry';
import { readFrontEnd, readGraph } from '../../../native-models/registry';
import type { GraphSource } from './open-graphs';
import { openGraphs } from './open-graphs';

/** The mel graph by itself. */
export interface MelExtractor {
  /** @param signal mono at 16 kHz, at least one frame of 512. @returns log-mel values, 96 a frame. */
  mel(signal: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** For measuring the front-end alone; the embedder runs it patch by patch. @throws ModelFileError, MugleError */
export async function openMelExtractor(modelsDir: string, threads: number): Promise<MelExtractor> {
  const frontEnd = await readFrontEnd(modelsDir, 'mel-96');
  const [graph] = await openGraphs([await melSource(frontEnd)], { threads });
  return {
    mel: async (signal) => {
      const { input, output } = frontEnd;
      const result = await graph!.run(
        { name: input.name, values: signal, shape: [1, signal.length] },
        [output.name],
      );
      return result[output.name]!.values;
    },
    close: () => graph!.close(),
  };
}

/** The mel graph ready to be opened. @throws ModelFileError */
export async function melSource(frontEnd: FrontEnd): Promise<GraphSource> {
  return { name: frontEnd.id, bytes: await readGraph(frontEnd) };
}
