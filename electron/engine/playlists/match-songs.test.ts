import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locationsOf, placeOf } from './location';
import { matchSongs } from './match-songs';
import type { ListedPlaylist, ListedSong } from './listed-songs';
import type { LibrarySong } from './song-index';
import { SongIndex } from './song-index';

function listed(location: string, change: Partial<ListedSong> = {}): ListedSong {
  return {
    line: 1,
    locations: locationsOf(location),
    title: '',
    artist: '',
    durationSeconds: null,
    ...change,
  };
}

function known(path: string, change: Partial<LibrarySong> = {}): LibrarySong {
  return { id: path, paths: [path], title: '', artist: '', durationSeconds: null, ...change };
}

const list = (...songs: ListedSong[]): ListedPlaylist[] => [{ name: 'L', songs }];

/** The paths of what was found; the ids are the paths here. */
function found(
  songs: readonly LibrarySong[],
  entries: readonly string[],
  folder = '/lists',
): readonly string[] {
  const result = matchSongs(
    list(...entries.map((each) => listed(each))),
    new SongIndex(songs),
    folder,
  );
  return result.playlists[0]?.trackIds ?? [];
}

describe('places', () => {
  it.each([
    ['/a/./b//../c.mp3', true, ['a', 'c.mp3']],
    ['../x/y.mp3', false, ['..', 'x', 'y.mp3']],
    ['a: b.mp3', false, ['a: b.mp3']],
    ['C:\\Music\\x.mp3', true, ['C:', 'Music', 'x.mp3']],
    ['c:/Music/x.mp3', true, ['C:', 'Music', 'x.mp3']],
    ['\\\\nas\\share\\x.mp3', true, ['nas', 'share', 'x.mp3']],
    ['Artist\\x.mp3', false, ['Artist', 'x.mp3']],
    ['AC\\DC/x.mp3', false, ['AC\\DC', 'x.mp3']],
    ['file:///home/a%20b/%EA%B0%80.mp3', true, ['home', 'a b', '가.mp3']],
    ['file://localhost/C:/Music/x.mp3', true, ['C:', 'Music', 'x.mp3']],
    ['file:///C:/Music/x.mp3', true, ['C:', 'Music', 'x.mp3']],
    ['file://nas/share/x.mp3', true, ['nas', 'share', 'x.mp3']],
    ['file:/a/100%.mp3', true, ['a', '100%.mp3']],
  ])('%s', (location, absolute, segments) => {
    expect(placeOf(location)).toEqual({ absolute, segments });
  });

  it('a stream is no place', () => {
    expect(placeOf('https://example.com/a.mp3')).toBeUndefined();
  });
});

describe('matching', () => {
  const library = [
    'Ella/Live/01 Intro.mp3',
    'Ella/Live/02 Song.mp3',
    'Miles/Blue/01 Intro.mp3',
  ].map((each) => known(`/home/me/Music/${each}`));

  it('finds absolute and relative paths, percent signs or not', () => {
    const odd = known('/lists/100% a.mp3');
    const inList = known('/lists/b%20c.mp3');
    expect(
      found(
        [...library, odd, inList],
        [
          '/home/me/Music/Ella/Live/02 Song.mp3',
          '../home/me/Music/Miles/Blue/01 Intro.mp3',
          '100% a.mp3',
          'b%20c.mp3',
          'file:///home/me/Music/Ella/Live/01%20Intro.mp3',
        ],
      ),
    ).toEqual([library[1]?.id, library[2]?.id, odd.id, inList.id, library[0]?.id]);
  });

  it('maps the beginnings of another computer, and says which', () => {
    const entries = [
      'D:\\Musik\\Ella\\Live\\01 Intro.mp3',
      'd:\\Musik\\Miles\\Blue\\01 intro.MP3',
      'D:\\Musik\\Nobody\\x.mp3',
    ];
    const result = matchSongs(
      list(...entries.map((each, at) => listed(each, { line: at + 5 }))),
      new SongIndex(library),
      '/lists',
    );
    expect(result.playlists[0]?.trackIds).toEqual([library[0]?.id, library[2]?.id]);
    expect(result.mappings).toEqual([{ from: 'D:/Musik', to: '/home/me/Music', songs: 2 }]);
    expect(result.playlists[0]?.unmatched).toEqual([{ line: 7, text: 'D:\\Musik\\Nobody\\x.mp3' }]);
  });

  it('trusts what most entries agree on where one alone would be unclear', () => {
    const two = ['/a/Music', '/b/Music'].flatMap((root) => [
      known(`${root}/X/1.mp3`),
      known(`${root}/Y/2.mp3`),
    ]);
    const more = known('/a/Music/Z/3.mp3');
    // Either folder would do for the first two; the third lies in one of them only.
    expect(found([...two, more], ['M:/X/1.mp3', 'M:/Y/2.mp3', 'M:/Z/3.mp3'])).toEqual([
      '/a/Music/X/1.mp3',
      '/a/Music/Y/2.mp3',
      '/a/Music/Z/3.mp3',
    ]);
  });

  it('does not take a file for another one of the same name', () => {
    expect(found(library, ['/elsewhere/Nina/Best/01 Intro.mp3', '01 Intro.mp3'])).toEqual([]);
  });

  it('does not choose between files that differ by case only, unless the case says which', () => {
    const both = [known('/m/A/x.mp3'), known('/m/a/X.mp3')];
    expect(found(both, ['/other/A/X.mp3'])).toEqual([]);
    expect(found(both, ['/m/A/x.mp3'])).toEqual(['/m/A/x.mp3']);
  });

  it('finds accents that another system takes apart', () => {
    expect(
      found([known('/m/Björk/Jóga.mp3')], ['/m/Björk/Jóga.mp3'.normalize('NFD')]),
    ).toHaveLength(1);
  });

  it('goes by title, artist and length only where that is clear', () => {
    const tags = { title: 'Song', artist: 'Band', durationSeconds: 100 };
    const one = known('/m/one.mp3', tags);
    const live = known('/m/live.mp3', { ...tags, durationSeconds: 200 });
    const entry = listed('/gone/x/song.mp3', {
      title: 'SONG',
      artist: 'band',
      durationSeconds: 101,
    });
    const match = (songs: LibrarySong[]) =>
      matchSongs(list(entry), new SongIndex(songs), '/').playlists[0];
    expect(match([one, live])).toMatchObject({
      trackIds: ['/m/one.mp3'],
      byTags: 1,
      unmatched: [],
    });
    expect(match([one, live, known('/m/two.mp3', tags)])).toMatchObject({
      trackIds: [],
      byTags: 0,
    });
    expect(match([live])).toMatchObject({ trackIds: [] });
  });

  it('finds every song at its own path, and under any other beginning', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((text) => !/[/\\%:]|^\.{1,2}$|^\s|\s$/.test(text));
    const library = fc.uniqueArray(fc.tuple(name, name, name), {
      minLength: 1,
      maxLength: 8,
      selector: (each) => each.join('/').normalize('NFC').toLowerCase(),
    });
    fc.assert(
      fc.property(
        library,
        fc.constantFrom('E:\\Old Music', '/Volumes/USB', '\\\\nas\\music'),
        (paths, root) => {
          const songs = paths.map((parts) => known(`/music/${parts.join('/')}`));
          const separator = root.startsWith('/') ? '/' : '\\';
          const own = songs.map(({ id }) => id);
          expect(found(songs, own)).toEqual(own);
          expect(
            found(
              songs,
              paths.map((parts) => [root, ...parts].join(separator)),
            ),
          ).toEqual(own);
        },
      ),
    );
  });
});
