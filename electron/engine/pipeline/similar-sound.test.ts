import { afterEach, describe, expect, it } from 'vitest';
import { engineContract } from '../../shared/ipc/contract';
import type { SimilarList, SimilarRequest } from '../../shared/ipc/similar-contract';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

async function ask(request: Partial<SimilarRequest>): Promise<SimilarList> {
  const query = { kind: 'songs' as const, ids: [idOf('1')] };
  return library!.engine.handle('similar:list', { query, limit: 10, ...request });
}
const names = (list: SimilarList): string => namesOf(list.items).join('');

/** A direction so many degrees away from the query's. */
const at = (degrees: number): readonly number[] => [
  Math.cos((degrees / 180) * Math.PI),
  Math.sin((degrees / 180) * Math.PI),
];

const A_MINOR = 21;
const C_MAJOR = 0;
const E_MINOR = 16;
const F_SHARP_MAJOR = 6;

/** The query in A minor at 120, and six songs that are further and further from it. */
const SONGS: readonly FilledSong[] = [
  { name: '1', vectors: { genre: at(0) }, sound: { bpm: 120, key: A_MINOR } },
  { name: 'a', vectors: { genre: at(1) }, sound: { bpm: 90, key: F_SHARP_MAJOR } },
  { name: 'b', vectors: { genre: at(2) }, sound: { bpm: 122, key: C_MAJOR } },
  { name: 'c', vectors: { genre: at(3) }, sound: { bpm: 60 } },
  { name: 'd', vectors: { genre: at(4) } },
  { name: 'e', vectors: { genre: at(5) }, sound: { bpm: 118, key: E_MINOR } },
  { name: 'f', vectors: { genre: at(6) }, sound: { bpm: 200, key: A_MINOR } },
];

describe('tempo and key', () => {
  it('limit a list: what is not known is outside, and what each leaves out is told', async () => {
    library = await openFilled(SONGS);
    const byTempo = await ask({ limits: { tempo: { from: 100, to: 130 } } });
    expect(names(byTempo)).toBe('be');
    expect(byTempo.removed).toEqual([{ limit: 'tempo', songs: 4 }]);
    // C major is its relative, E minor a fifth away.
    const byKey = await ask({ limits: { keys: true } });
    expect(names(byKey)).toBe('bef');
    expect(byKey.removed).toEqual([{ limit: 'keys', songs: 3 }]);
    const both = await ask({ limits: { tempo: { to: 121 }, keys: true } });
    expect(names(both)).toBe('e');
    // Of a song whose key is not known nothing is known to fit.
    const query = { kind: 'songs' as const, ids: [idOf('d')] };
    expect(names(await ask({ query, limits: { keys: true } }))).toBe('');
    // Of several songs the key of any.
    const several = { kind: 'songs' as const, ids: [idOf('d'), idOf('a')] };
    expect(names(await ask({ query: several, limits: { keys: true } }))).toBe('');
  });

  it('move songs up and down a balanced list, and leave it alone at 0', async () => {
    library = await openFilled(SONGS);
    const plain = await ask({ ranking: { by: 'balanced' } });
    expect(names(plain)).toBe('abcdef');
    const none = await ask({ ranking: { by: 'balanced', tempo: 0, key: 0 } });
    expect(names(none)).toBe('abcdef');
    // Half the tempo is near; 200 (100) and 90 are not, and what is not known is between.
    expect(names(await ask({ ranking: { by: 'balanced', tempo: 1 } }))).toBe('becdfa');
    // The farthest key comes last, unknown ones before it; those that fit keep their order.
    expect(names(await ask({ ranking: { by: 'balanced', key: 1 } }))).toBe('befcda');
  });

  it('are told of both songs, with nothing made up', async () => {
    library = await openFilled(SONGS);
    const why = await library.engine.handle('similar:why', { asked: [idOf('1')], id: idOf('c') });
    expect(engineContract['similar:why'].response.parse(why)).toEqual(why);
    expect(why).toMatchObject({
      tempo: { asked: 120, found: 60 },
      key: { asked: A_MINOR, found: null },
      passages: null,
    });
  });
});

describe('passages', () => {
  const tags = { durationSeconds: 32 };
  const withPassages: readonly FilledSong[] = [
    { name: '1', vectors: { genre: at(0) }, tags, passages: [at(-40), at(50), at(5)] },
    { name: 'a', vectors: { genre: at(52) }, tags, passages: [at(49), at(57), at(60)] },
    { name: 'b', vectors: { genre: at(-41) }, tags, passages: [at(-41)] },
    // Of another length, so that it is no version of the first.
    { name: 'c', vectors: { genre: at(3) }, tags: { durationSeconds: 90 } },
  ];

  it('that are most alike are ten seconds inside of each song', async () => {
    library = await openFilled(withPassages);
    const { engine } = library;
    const why = await engine.handle('similar:why', { asked: [idOf('1')], id: idOf('a') });
    expect(why.passages).toMatchObject({ asked: { from: 10, to: 20 }, found: { from: 0, to: 10 } });
    expect(why.passages?.cosine).toBeCloseTo(Math.cos(Math.PI / 180), 2);
    expect(why.passages?.space).toBe('genre');
    const none = await engine.handle('similar:why', { asked: [idOf('1')], id: idOf('c') });
    expect(none.passages).toBeNull();
  });

  it('are those where both have the same tune, when their sounds are less alike for sounds', async () => {
    const [asked, found] = withPassages;
    library = await openFilled([
      { ...asked!, tunes: [at(0), at(90)] },
      // 8 degrees off in sound at best, 20 in tune.
      { ...found!, passages: [at(58)], tunes: [at(200), at(300), at(110)] },
    ]);
    const request = { asked: [idOf('1')], id: idOf('a') };
    const { passages } = await library.engine.handle('similar:why', request);
    expect(passages).toMatchObject({
      space: 'melody',
      asked: { from: 10, to: 20 },
      found: { from: 20, to: 30 },
    });
    expect(passages?.cosine).toBeCloseTo(Math.cos(Math.PI / 9), 2);
  });

  it('the most typical one is nearest to the song as a whole, and does not reach beyond it', async () => {
    library = await openFilled(withPassages);
    const { engine } = library;
    const typical = (name: string): Promise<unknown> =>
      engine.handle('map:audition', { id: idOf(name) });
    expect(await typical('1')).toEqual({ from: 20, to: 30 });
    expect(await typical('a')).toEqual({ from: 0, to: 10 });
    expect(await typical('c')).toBeNull();
    await expect(typical('f')).rejects.toMatchObject({ kind: 'track-unknown' });
  });

  it('can be asked about: what is like a stretch, not like the whole song', async () => {
    library = await openFilled(withPassages);
    const passage = (from: number, to: number, of = '1'): SimilarRequest['query'] => ({
      kind: 'passage',
      of: idOf(of),
      from,
      to,
    });
    expect(names(await ask({}))[0]).toBe('c');
    expect(names(await ask({ query: passage(0, 8) }))[0]).toBe('b');
    expect(names(await ask({ query: passage(11, 19) }))[0]).toBe('a');
    // Between passages: the nearest one.
    const between = await ask({
      query: passage(17.5, 18),
      ranking: { by: 'space', space: 'genre' },
    });
    expect(between).toMatchObject({ asked: [idOf('1')], compared: 1, spaces: ['genre'] });
    expect(names(between)[0]).toBe('a');
    expect(between.items[0]?.score).toBeCloseTo(Math.cos(Math.PI / 90), 2);
    await expect(ask({ query: passage(0, 5, 'c') })).rejects.toMatchObject({
      kind: 'not-analysed',
    });
    await expect(
      ask({ query: passage(0, 5), ranking: { by: 'space', space: 'melody' } }),
    ).rejects.toMatchObject({ kind: 'bad-request' });
    const backwards = ask({ query: passage(5, 0) });
    await expect(backwards).rejects.toMatchObject({ kind: 'bad-request' });
  });
});
