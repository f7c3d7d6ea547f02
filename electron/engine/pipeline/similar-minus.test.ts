import { afterEach, expect, it } from 'vitest';
import type { SimilarQuery } from '../../shared/ipc/similar-contract';
import type { FilledLibrary, FilledSong } from './testing/filled-library';
import { idOf, namesOf, openFilled } from './testing/filled-library';

let library: FilledLibrary | undefined;
afterEach(async () => {
  await library?.close();
  library = undefined;
});

/** A song in a direction of the genre space, in degrees. */
const at = (name: string, degrees: number, tags: FilledSong['tags'] = {}): FilledSong => ({
  name,
  tags,
  vectors: {
    genre: [Math.cos((degrees / 180) * Math.PI), Math.sin((degrees / 180) * Math.PI)],
  },
});

it('albums, artists and playlists are asked about without what is like other songs', async () => {
  const tags = { album: 'Same', artist: 'One' };
  const songs = [at('1', 0, tags), at('2', 40, tags), at('3', 50), at('a', 20), at('b', 30)];
  library = await openFilled(songs);
  const { engine } = library;
  const found = async (query: SimilarQuery): Promise<string> => {
    const list = await engine.handle('similar:list', { query, limit: 10 });
    expect(namesOf(list.asked.map((id) => ({ id })))).toEqual(['1', '2']);
    return namesOf(list.items).join('');
  };
  const trackIds = [idOf('1'), idOf('2')];
  const playlist = await engine.handle('playlists:create', { name: 'x', trackIds });
  for (const query of [
    { kind: 'album', of: idOf('1') },
    { kind: 'artist', of: idOf('1') },
    { kind: 'playlist', of: playlist.id },
  ] as const) {
    expect(await found(query)).toBe('ab3');
    expect(await found({ ...query, minus: [idOf('a')] })).toBe('3b');
    // A song that the library does not know is like nothing in it.
    expect(await found({ ...query, minus: [idOf('f')] })).toBe('ab3');
  }
});
