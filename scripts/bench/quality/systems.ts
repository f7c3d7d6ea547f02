import { seededRandom } from '../../../electron/shared/seeded-random';
import type { FromHeads, Prepare } from './from-heads';
import type { Heard } from './hearing';
import { divergence, prepare } from './mfcc';
import type { Likeness } from './scores';

/** A way to compare songs. */
export interface System {
  readonly name: string;
  /** How like the sounds that ask are to those that are asked for. */
  between(asking: readonly Heard[], asked: readonly Heard[]): Promise<Likeness>;
}

function system<T>(name: string, make: Prepare<T>, compare: (a: T, b: T) => number): System {
  return {
    name,
    between: async (asking, asked) => {
      const from = await make(asking);
      const to = asked === asking ? from : await make(asked);
      return (a, b) => compare(from[a]!, to[b]!);
    },
  };
}

/** Cosine of unit vectors. */
function ofVectors(name: string, pick: (heard: Heard) => Float32Array): System {
  return system(name, (sounds) => Promise.resolve(sounds.map(pick)), dot);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) {
    sum += a[at]! * b[at]!;
  }
  return sum;
}

const RANDOM_DIMS = 32;

/** A vector drawn for each sound. */
function random(): System {
  const next = seededRandom(1);
  return ofVectors('random', () => Float32Array.from({ length: RANDOM_DIMS }, () => next() - 0.5));
}

/** All that are compared; the plain original only where its model is there. */
export function systemsFor(
  heads: Pick<FromHeads, 'genre' | 'blend'>,
  withPlain: boolean,
): readonly System[] {
  const systems = [
    system('genre', heads.genre, dot),
    ofVectors('melody', ({ vectors }) => vectors.melody),
    system('blend', heads.blend, dot),
    ofVectors('musicnnPenultimate', ({ vectors }) => vectors.genre),
    random(),
    system(
      'mfcc',
      (sounds) => Promise.resolve(sounds.map(({ timbre }) => prepare(timbre))),
      (a, b) => -divergence(a, b),
    ),
  ];
  return withPlain ? [...systems, ofVectors('plainOriginal', ({ plain }) => plain!)] : systems;
}
