import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SimilarQuery, SimilarRequest } from '../../electron/shared/ipc/similar-contract';
import { MOST_MINUS, similarQuery } from '../../electron/shared/ipc/similar-contract';
import { useLibrary } from './library';
import { addMinus, canBeMinus, dropMinus, minusOf, titleOfMinus } from './minus-songs';
import { backToPrevious, closeSimilar, openSimilar, openSimilarTo, useSimilar } from './similar';
import { row } from './testing/rows';

const idOf = (name: string): string => name.padStart(32, '0');
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(idOf) as [string, string, string, string];
const NOT_HEARD = idOf('e');

/** What the engine was asked, which answers with nothing but what was asked about. */
let asked: SimilarQuery[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('window', {
    api: {
      invoke: (_channel: string, { query }: SimilarRequest) => {
        asked.push(similarQuery.parse(query));
        const ids = query.kind === 'songs' ? query.ids : [A, B];
        return Promise.resolve({ ok: true, value: { asked: ids, items: [] } });
      },
    },
  });
  const many = Array.from({ length: MOST_MINUS }, (_, index) => idOf(`f${String(index)}`));
  const heard = [A, B, C, D, ...many].map((id) => [id, row(id)] as const);
  useLibrary.setState({
    tracks: new Map([...heard, [NOT_HEARD, row(NOT_HEARD, { state: 'pending' })]]),
  });
  closeSimilar();
});

const trail = (): readonly SimilarQuery[] => useSimilar.getState().trail;

describe('songs that the list is not to be like', () => {
  it('join the open question, one after the other, and leave it again', async () => {
    const several: SimilarQuery = { kind: 'songs', ids: [A, B] };
    await openSimilarTo(several);
    await addMinus([C]);
    await addMinus([D, C, A]);
    expect(trail()).toEqual([{ ...several, minus: [C, D] }]);
    expect(minusOf(trail()[0]!)).toEqual([C, D]);
    await dropMinus(C);
    await dropMinus(D);
    expect(trail()).toEqual([several]);
    expect(asked).toEqual([
      several,
      { ...several, minus: [C] },
      { ...several, minus: [C, D] },
      { ...several, minus: [D] },
      several,
    ]);
  });

  it('stay with their question when the person walks on and comes back', async () => {
    await openSimilar(A);
    await addMinus([B]);
    await openSimilar(C);
    expect(minusOf(trail().at(-1)!)).toEqual([]);
    await backToPrevious();
    expect(trail()).toEqual([{ kind: 'songs', ids: [A], minus: [B] }]);
    expect(asked.at(-1)).toEqual({ kind: 'songs', ids: [A], minus: [B] });
  });

  it('keep their names when they go from the library, and can still be taken back', async () => {
    const { tracks } = useLibrary.getState();
    const all = [...tracks.values()].map((each) => [each.id, each] as const);
    const named = new Map([...all, [B, row(B, { title: 'Coherence' })]]);
    useLibrary.setState({ tracks: named });
    await openSimilar(A);
    await addMinus([B, C]);
    useLibrary.setState({ tracks: new Map([...named].filter(([id]) => id !== B)) });
    expect(titleOfMinus(B)).toBe('Coherence');
    // What is gone takes no part in what can be said of others.
    expect(canBeMinus([D])).toBe(true);
    await dropMinus(B);
    expect(trail()).toEqual([{ kind: 'songs', ids: [A], minus: [C] }]);
  });

  it.each<SimilarQuery>([
    { kind: 'album', of: A },
    { kind: 'artist', of: A },
    { kind: 'playlist', of: 'a'.repeat(32) },
  ])('go with a question about %j, but not what is asked about', async (query) => {
    await openSimilarTo(query);
    // Of the list of this album, artist or playlist.
    expect(canBeMinus([A, B])).toBe(false);
    await addMinus([C]);
    expect(trail()).toEqual([{ ...query, minus: [C] }]);
  });

  it('are none where nothing is asked, or only a part of a song or a file', async () => {
    expect(canBeMinus([A])).toBeNull();
    await openSimilarTo({ kind: 'file', of: A });
    expect(canBeMinus([B])).toBeNull();
    await openSimilarTo({ kind: 'passage', of: A, from: 0, to: 5 });
    expect(canBeMinus([B])).toBeNull();
    await addMinus([B]);
    expect(minusOf(trail().at(-1)!)).toEqual([]);
  });

  it('are songs that were listened to, and no more than the engine takes', async () => {
    await openSimilar(A);
    expect(canBeMinus([NOT_HEARD])).toBe(false);
    expect(canBeMinus([NOT_HEARD, B])).toBe(true);
    await addMinus([NOT_HEARD, B]);
    expect(minusOf(trail()[0]!)).toEqual([B]);
    const many = Array.from({ length: MOST_MINUS }, (_, index) => idOf(`f${String(index)}`));
    expect(canBeMinus(many)).toBe(false);
    await addMinus(many);
    expect(minusOf(trail()[0]!)).toEqual([B]);
    await addMinus(many.slice(1));
    expect(minusOf(trail()[0]!)).toHaveLength(MOST_MINUS);
  });
});
