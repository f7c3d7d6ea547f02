import { afterEach, expect, it } from 'vitest';
import type { SimilarList } from '../../shared/ipc/similar-contract';
import type { FilledLibrary } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

/** Songs on a circle: how far apart two are is the difference of their degrees. */
async function open(degrees: Readonly<Record<string, number>>): Promise<void> {
  library = await openFilled(
    Object.entries(degrees).map(([name, at]) => ({
      name,
      vectors: { genre: [Math.cos((at / 180) * Math.PI), Math.sin((at / 180) * Math.PI)] },
    })),
  );
}

const list = (ids: readonly string[], feedback = true): Promise<SimilarList> =>
  library!.engine.handle('similar:list', {
    query: { kind: 'songs', ids: ids.map(idOf) },
    feedback,
    limit: 20,
  });
const order = async (...ids: readonly string[]): Promise<string> =>
  namesOf((await list(ids)).items).join('');
const say = (song: string, what: 'more' | 'less' | 'nothing', query = '1'): Promise<boolean> =>
  library!.engine.handle('similar:say', { query: idOf(query), song: idOf(song), say: what });

it('more like a song draws the list to it, less pushes it away; both are out of the list, and kept', async () => {
  await open({ 1: 0, 2: 60, a: -20, b: 25, c: 35, d: 90 });
  expect(await order('1')).toBe('abc2d');
  await say('2', 'more');
  // 1 − cosine to 1 and to 2, the second of half the weight: b (0.094, 0.181) 0.142,
  // c (0.181, 0.094) 0.165, a (0.060, 0.826) 0.628, d (1, 0.134) 0.904.
  expect(await order('1')).toBe('bcad');
  expect(await list(['1'])).toMatchObject({
    asked: [idOf('1')],
    compared: 1,
    feedback: { more: [idOf('2')], less: [] },
  });
  // How alike a song is stays about the song that was asked about.
  expect((await list(['1'])).items[0]?.score).toBeCloseTo(Math.cos((25 / 180) * Math.PI), 6);

  await library!.reopen();
  expect(await order('1')).toBe('bcad');
  // The other way round, and then nothing of it any more.
  await say('2', 'less');
  expect(await order('1')).toBe('abcd');
  await say('b', 'less');
  expect((await list(['1'])).feedback).toEqual({ more: [], less: [idOf('2'), idOf('b')] });
  expect(await order('1')).toBe('acd');
  await say('b', 'nothing');
  await say('2', 'nothing');
  expect(await order('1')).toBe('abc2d');
});

it('is of one song’s list: other questions, and those that do not ask for it, are as they were', async () => {
  await open({ 1: 0, 2: 60, a: -20, b: 25, c: 35 });
  const before = await order('2');
  const both = await order('1', '2');
  await say('2', 'more');
  expect(await order('2')).toBe(before);
  expect(await order('1', '2')).toBe(both);
  expect(namesOf((await list(['1'], false)).items).join('')).toBe('abc2');
  await say('a', 'less');
  await library!.engine.handle('similar:unsay', { query: idOf('1') });
  expect(await order('1')).toBe('abc2');
  expect((await list(['1'])).feedback).toEqual({ more: [], less: [] });
  await expect(say('f', 'more')).rejects.toMatchObject({ kind: 'track-unknown' });
});

it('keeps the last sixteen of each', async () => {
  const many = Array.from({ length: 20 }, (_, at) => (at + 16).toString(16));
  await open({ 1: 0, ...Object.fromEntries(many.map((name, at) => [name, at])) });
  for (const name of many) {
    await say(name, 'more');
    // What was said at the same millisecond has no order of its own.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(namesOf((await list(['1'])).feedback.more.map((id) => ({ id })))).toEqual(many.slice(-16));
});
