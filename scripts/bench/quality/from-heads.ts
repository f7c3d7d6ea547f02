import { fileURLToPath } from 'node:url';
import { openHeads } from '../../../electron/engine/embed/heads';
import type { Heard } from './hearing';

const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));

/** What sounds are compared by, in their order. */
export type Prepare<T> = (sounds: readonly Heard[]) => Promise<readonly T[]>;

/** What the bundled heads make of what was heard: unit vectors in the order of the sounds. */
export interface FromHeads {
  readonly genre: Prepare<Float32Array>;
  readonly blend: Prepare<Float32Array>;
  /** Of all that were asked for, both spaces together. */
  msPerSong(): number;
  close(): Promise<void>;
}

/** @throws MugleError */
export async function openFromHeads(): Promise<FromHeads> {
  const heads = await openHeads(modelsDir, { threads: 1 });
  let ms = 0;
  let songs = 0;
  const spaceOf =
    (space: 'genre' | 'blend'): Prepare<Float32Array> =>
    async (sounds) => {
      const started = performance.now();
      const filled = await heads.fill(sounds.map(({ vectors }) => vectors));
      ms += performance.now() - started;
      songs += sounds.length;
      return filled.map((of) => {
        const vector = of[space];
        if (vector === undefined) {
          throw new Error(`no bundled head fills the space ${space}.`);
        }
        return vector;
      });
    };
  return {
    genre: spaceOf('genre'),
    blend: spaceOf('blend'),
    msPerSong: () => ms / songs,
    close: () => heads.close(),
  };
}
