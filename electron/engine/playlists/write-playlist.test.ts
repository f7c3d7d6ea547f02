import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchSongs } from './match-songs';
import { readPlaylist } from './read-playlist';
import { SongIndex } from './song-index';
import type { WriteOptions, WrittenSong } from './write-playlist';
import { writeCsv, writeM3u8, writeRekordbox, writeXspf } from './write-playlist';

const plain = { album: '', genre: '', year: null };
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const segment = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
    fc.constantFrom(
      '#1',
      'a%20b',
      '100%',
      ' x',
      '가 나',
      'C:',
      'file:',
      'a&b<c>"\'',
      '\uFEFFz',
      'q\\r',
      '[playlist]',
      '<?xml',
    ),
  )
  .filter((each) => !/[/\0]|^\.{1,2}$/.test(each));
const song = fc
  .record({
    folders: fc.array(segment, { maxLength: 3 }),
    file: segment.map((each) => `${each}.mp3`),
    title: text,
    artist: text,
    durationSeconds: fc.option(fc.double({ min: 1, max: 4000, noNaN: true })),
  })
  .map(({ folders, file, ...tags }): WrittenSong => ({
    ...plain,
    ...tags,
    path: `/${['m', ...folders, file].join('/')}`,
  }));
const songs = fc.uniqueArray(song, {
  maxLength: 8,
  selector: (each) => each.path.normalize('NFC'),
});

async function readBack(
  written: string,
  all: readonly WrittenSong[],
  folder: string,
): Promise<readonly string[]> {
  // No tags, so that only the paths can have found them.
  const index = new SongIndex(
    all.map((each) => ({
      id: each.path,
      paths: [each.path],
      title: '',
      artist: '',
      durationSeconds: null,
    })),
  );
  const [file] = await readPlaylist(Buffer.from(written, 'utf8'));
  return matchSongs(file?.playlists ?? [], index, folder).playlists[0]?.trackIds ?? [];
}

describe('written playlists', () => {
  const writers: Readonly<
    Record<string, (list: readonly WrittenSong[], options: WriteOptions) => string>
  > = {
    'M3U8, absolute': (list, { name }) => writeM3u8(list, { name }).text,
    'M3U8, relative': (list, options) => writeM3u8(list, options).text,
    XSPF: (list, options) => writeXspf(list, options).text,
    Rekordbox: (list, options) => writeRekordbox(list, options).text,
  };
  it.each(Object.entries(writers))(
    '%s: the same songs come back, in the same order',
    async (kind, write) => {
      await fc.assert(
        fc.asyncProperty(
          songs,
          text,
          fc.constantFrom('/m', '/m/x', '/other/y'),
          async (list, name, folder) => {
            // A path a line: what has a line's end, or blanks at its end, cannot be in M3U.
            const fits = list.filter(
              (each) => !kind.startsWith('M3U8') || !/[\r\n]/.test(each.path),
            );
            const twice = [...fits, ...fits.slice(0, 1)];
            const back = await readBack(write(twice, { name, relativeTo: folder }), list, folder);
            expect(back).toEqual(twice.map((each) => each.path));
          },
        ),
        { numRuns: 300 },
      );
    },
  );

  it('tell of songs that do not fit', () => {
    const odd: WrittenSong = {
      ...plain,
      path: '/m/a\nb.mp3',
      title: 't',
      artist: '',
      durationSeconds: 1,
    };
    expect(writeM3u8([odd], { name: 'x' })).toEqual({ text: '#EXTM3U\n#PLAYLIST:x\n', leftOut: 1 });
  });

  it('CSV: quoted, and no formula', () => {
    const formula: WrittenSong = {
      path: '/m/a,b.mp3',
      title: '=1+1',
      artist: 'say "hi"',
      album: '',
      genre: '',
      year: 1999,
      durationSeconds: 61.25,
    };
    expect(writeCsv([formula]).text).toBe(
      `\uFEFFposition,title,artist,album,genre,year,seconds,path,plays,skips,last played\r\n1,'=1+1,"say ""hi""",,,1999,61.3,"/m/a,b.mp3",0,0,\r\n`,
    );
  });

  it('relative paths lead from the folder to the song', () => {
    const one: WrittenSong = {
      ...plain,
      path: '/m/Ella/a.mp3',
      title: 't',
      artist: 'x',
      durationSeconds: 1.4,
    };
    const { text: written } = writeM3u8([one], { name: 'L', relativeTo: '/m/Lists' });
    expect(written).toBe(
      `#EXTM3U\n#PLAYLIST:L\n#EXTINF:1,x - t\n${path.join('..', 'Ella', 'a.mp3')}\n`,
    );
  });
});
