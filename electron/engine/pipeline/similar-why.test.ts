import { afterEach, expect, it } from 'vitest';
import { engineContract } from '../../shared/ipc/contract';
import type { Request, Response } from '../../shared/ipc/contract';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

async function why(
  asked: readonly string[],
  name: string,
  ranking?: Request<'similar:why'>['ranking'],
): Promise<Response<'similar:why'>> {
  const answer = await library!.engine.handle('similar:why', {
    asked: asked.map(idOf),
    id: idOf(name),
    ...(ranking === undefined ? {} : { ranking }),
  });
  expect(engineContract['similar:why'].response.parse(answer)).toEqual(answer);
  return answer;
}

/** A direction so many degrees away from the first one. */
const at = (degrees: number): readonly number[] => [
  Math.cos((degrees / 180) * Math.PI),
  Math.sin((degrees / 180) * Math.PI),
];

const HEARD = { jazz: 0.99 };

/** Two songs that are asked about, and one that is like the second by genre, like the first by melody. */
const SONGS: readonly FilledSong[] = [
  {
    name: '1',
    vectors: { genre: at(0), melody: at(0) },
    sound: { bpm: 100, key: 0 },
    heard: { rock: 0.99 },
    passages: [at(81), at(0)],
  },
  {
    name: '2',
    vectors: { genre: at(90), melody: at(50) },
    sound: { bpm: 120, key: 7 },
    heard: HEARD,
    passages: [at(0), at(85)],
  },
  {
    name: 'a',
    vectors: { genre: at(80), melody: at(10) },
    sound: { bpm: 122, key: 2 },
    heard: HEARD,
    passages: [at(82)],
  },
];

it('of several songs the one that a neighbour is most like is what it is compared with', async () => {
  library = await openFilled(SONGS);
  const nearest = {
    nearest: idOf('2'),
    tempo: { asked: 120, found: 122 },
    key: { asked: 7, found: 2 },
    passages: { asked: { from: 10 }, found: { from: 0 } },
  };
  const ofBoth = await why(['1', '2'], 'a');
  expect(ofBoth).toMatchObject(nearest);
  // Rock is heard in one of those asked about and not here; that does not hide what is shared.
  expect(ofBoth.tags.map(({ tag }) => tag)).toEqual(['jazz']);
  expect(await why(['2', '1'], 'a', { by: 'space', space: 'genre' })).toMatchObject(nearest);
  const byTune = await why(['2', '1'], 'a', { by: 'space', space: 'melody' });
  expect(byTune).toMatchObject({
    nearest: idOf('1'),
    tempo: { asked: 100, found: 122 },
    passages: { asked: { from: 0 } },
  });
  expect(byTune.tags).toEqual([]);
  // Its cosines are 0.17 and 0.98 with the first, 0.98 and 0.77 with the second: what a person wants decides.
  const weighed = async (genre: number, melody: number): Promise<string> =>
    (await why(['1', '2'], 'a', { by: 'balanced', weights: { genre, melody } })).nearest;
  expect(await weighed(0.1, 1)).toBe(idOf('1'));
  expect(await weighed(1, 0.1)).toBe(idOf('2'));
});

it('lists that it shares are those with any of them', async () => {
  library = await openFilled(SONGS);
  const trackIds = ['1', 'a'].map(idOf);
  await library.engine.handle('playlists:create', { name: 'Evening', trackIds });
  expect(await why(['1', '2'], 'a')).toMatchObject({ nearest: idOf('2'), playlists: ['Evening'] });
  expect((await why(['2'], 'a')).playlists).toEqual([]);
});

it('of more songs than a list is compared with, one that it was compared with is told of', async () => {
  const many = Array.from({ length: 40 }, (_, index): FilledSong => ({
    name: (index + 16).toString(16),
    vectors: index % 2 === 0 ? {} : { genre: at(90 - index) },
  }));
  library = await openFilled([...many, { name: 'a', vectors: { genre: at(50.6) } }]);
  const asked = many.map(({ name }) => name);
  const query = { kind: 'songs' as const, ids: asked.map(idOf) };
  const { compared } = await library.engine.handle('similar:list', { query, limit: 1 });
  expect(compared).toBe(16);
  // Every second one was listened to: of the first sixteen of them the last, at 90 − 31 = 59 degrees. Later ones are nearer.
  expect((await why(asked, 'a')).nearest).toBe(idOf('2f'));
  expect((await why(asked.toReversed(), 'a')).nearest).toBe(idOf('2f'));
  expect((await why(asked.slice(-8), 'a')).nearest).toBe(idOf('37'));
  expect((await why(asked.slice(0, 1), 'a')).nearest).toBe(idOf('10'));
  // Where nothing tells, it is the first.
  expect((await why(['10', '12'], 'a')).nearest).toBe(idOf('10'));
});
