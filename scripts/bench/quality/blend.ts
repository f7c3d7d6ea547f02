import { fileURLToPath } from 'node:url';
import { openHeads } from '../../../electron/engine/embed/heads';
import type { BlendOf } from './systems';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));

interface OpenBlend {
  readonly of: BlendOf;
  /** Of all that were asked for. */
  msPerSong(): number;
  close(): Promise<void>;
}

/** The bundled head over genre and melody. @throws MugleError */
export async function openBlend(): Promise<OpenBlend> {
  const heads = await openHeads(modelsDir, { threads: 1 });
  let ms = 0;
  let songs = 0;
  return {
    of: async (sounds) => {
      const started = performance.now();
      const filled = await heads.fill(sounds.map(({ vectors }) => vectors));
      ms += performance.now() - started;
      songs += sounds.length;
      return filled.map(({ blend }) => {
        if (blend === undefined) {
          throw new Error('no bundled model fills the space blend.');
        }
        return blend;
      });
    },
    msPerSong: () => ms / songs,
    close: () => heads.close(),
  };
}
