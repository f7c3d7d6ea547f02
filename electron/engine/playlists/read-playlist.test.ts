import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { ReadPlaylistFile } from './read-playlist';
import { readPlaylist } from './read-playlist';

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

async function only(bytes: Uint8Array): Promise<ReadPlaylistFile> {
  const [first] = await readPlaylist(bytes);
  if (first === undefined) {
    throw new Error('no reading');
  }
  return first;
}

const PLIST = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${inside}</plist>`;

describe('playlist files', () => {
  it('M3U: names, lengths, comments and blank lines', async () => {
    const text = [
      '#EXTM3U',
      '#PLAYLIST: Evening ',
      '#EXTINF:215,Ella - Summertime - live',
      '/music/a b.mp3',
      '',
      '# a comment',
      '#EXTINF:-1 tvg-id="x, y" group="z",Only a title',
      'C:\\Music\\c.mp3',
      '  d.flac  ',
    ].join('\r\n');
    const { format, encoding, playlists } = await only(utf8(text));
    expect([format, encoding]).toEqual(['m3u', 'utf-8']);
    expect(playlists).toEqual([
      {
        name: 'Evening',
        songs: [
          {
            line: 4,
            locations: ['/music/a b.mp3'],
            artist: 'Ella',
            title: 'Summertime - live',
            durationSeconds: 215,
          },
          {
            line: 8,
            locations: ['C:\\Music\\c.mp3'],
            artist: '',
            title: 'Only a title',
            durationSeconds: null,
          },
          { line: 9, locations: ['d.flac'], artist: '', title: '', durationSeconds: null },
        ],
      },
    ]);
  });

  it('PLS: in the order of its numbers', async () => {
    const text =
      '[playlist]\nNumberOfEntries=2\nFile2=file:///b%20c.mp3\nTitle2=B\nLength2=-1\nFile1=a.mp3\nTitle1=X - A\nLength1=7\nVersion=2\n';
    const { format, playlists } = await only(utf8(text));
    expect(format).toBe('pls');
    expect(playlists[0]?.songs).toEqual([
      { line: 6, locations: ['a.mp3'], artist: 'X', title: 'A', durationSeconds: 7 },
      {
        line: 3,
        locations: ['file:///b%20c.mp3', 'file:///b c.mp3'],
        artist: '',
        title: 'B',
        durationSeconds: null,
      },
    ]);
  });

  it('XSPF: with and without a prefix, several places for one song', async () => {
    const text = `<?xml version="1.0"?>
<x:playlist version="1" xmlns:x="http://xspf.org/ns/0/">
<x:title>A &amp; B &#44032;</x:title><x:trackList>
<x:track><x:location>file:///a%26.mp3</x:location><x:location>b%20c.mp3</x:location>
<x:title><![CDATA[<T>]]></x:title><x:creator>C</x:creator><x:duration>1500</x:duration>
<x:extension><x:title>not this</x:title></x:extension></x:track>
</x:trackList></x:playlist>`;
    const { playlists } = await only(utf8(text));
    expect(playlists).toEqual([
      {
        name: 'A & B 가',
        songs: [
          {
            line: 4,
            locations: ['file:///a%26.mp3', 'b c.mp3', 'b%20c.mp3'],
            title: '<T>',
            artist: 'C',
            durationSeconds: 1.5,
          },
        ],
      },
    ]);
  });

  it('iTunes: the lists a person made, not its own', async () => {
    const track = `<key>7</key><dict><key>Track ID</key><integer>7</integer><key>Name</key><string>Song</string>
<key>Artist</key><string>Somebody</string><key>Total Time</key><integer>61500</integer><key>Compilation</key><true/>
<key>Location</key><string>file://localhost/C:/Music/a.mp3</string></dict>`;
    const list = (name: string, more = ''): string =>
      `<dict><key>Name</key><string>${name}</string>${more}<key>Playlist Items</key><array><dict><key>Track ID</key><integer>7</integer></dict><dict><key>Track ID</key><integer>8</integer></dict></array></dict>`;
    const text = PLIST(
      `<dict><key>Tracks</key><dict>${track}</dict><key>Playlists</key><array>${list('Library', '<key>Master</key><true/>')}${list('Mine')}${list('Podcasts', '<key>Distinguished Kind</key><integer>10</integer>')}</array></dict>`,
    );
    const { format, playlists } = await only(utf8(text));
    expect(format).toBe('itunes-xml');
    expect(playlists.map(({ name }) => name)).toEqual(['Mine']);
    expect(playlists[0]?.songs).toMatchObject([
      {
        locations: ['file://localhost/C:/Music/a.mp3'],
        title: 'Song',
        artist: 'Somebody',
        durationSeconds: 61.5,
      },
      { locations: [], title: '' },
    ]);
  });

  it('Rekordbox: lists by id and by location, folders in their names', async () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<DJ_PLAYLISTS Version="1.0.0"><PRODUCT Name="rekordbox" Version="6.0.0"/>
<COLLECTION Entries="1"><TRACK TrackID="3" Name="N" Artist="A" TotalTime="200" Location="file://localhost/D:/a%20b.mp3"/></COLLECTION>
<PLAYLISTS><NODE Type="0" Name="ROOT" Count="1"><NODE Type="0" Name="Sets">
<NODE Name="One" Type="1" KeyType="0" Entries="2"><TRACK Key="3"/><TRACK Key="4"/></NODE>
<NODE Name="Two" Type="1" KeyType="1" Entries="1"><TRACK Key="file://localhost/D:/a%20b.mp3"/></NODE>
</NODE></NODE></PLAYLISTS></DJ_PLAYLISTS>`;
    const { playlists } = await only(utf8(text));
    const song = {
      title: 'N',
      artist: 'A',
      durationSeconds: 200,
      locations: ['file://localhost/D:/a%20b.mp3'],
    };
    expect(playlists).toMatchObject([
      {
        name: 'Sets / One',
        songs: [
          { ...song, line: 5 },
          { locations: ['4'], title: '' },
        ],
      },
      { name: 'Sets / Two', songs: [song] },
    ]);
  });

  it.each([
    ['utf-8', '가요/노래.mp3', 'utf-8'],
    ['utf8-bom', 'Motörhead/Überjam.mp3', 'utf-8'],
    ['utf-16le-bom', 'Motörhead/Überjam.mp3', 'utf-16le'],
    ['utf-16le', '/music/Björk/Jóga and more.mp3', 'utf-16le'],
    ['utf-16be', '/music/Björk/Jóga and more.mp3', 'utf-16be'],
    ['windows-1252', 'Motörhead/Überjam – “live”.mp3', 'windows-1252'],
    ['windows-1252', 'Café Tacvba/El baile y el salón.mp3', 'windows-1252'],
    ['cp949', '아이유/밤편지.mp3', 'cp949'],
    ['cp949', '서태지와 아이들/똠방각하 쀍.mp3', 'cp949'],
    ['shift_jis', '宇多田ヒカル/初恋.mp3', 'shift_jis'],
    ['shift_jis', 'スピッツ/ロビンソン.mp3', 'shift_jis'],
  ])('%s: %s', async (encoding, line, expected) => {
    const bytes = encoding.endsWith('-bom')
      ? iconv.encode(line, encoding.slice(0, -4), { addBOM: true })
      : iconv.encode(line, encoding);
    const found = await only(bytes);
    expect(found.encoding).toBe(expected);
    expect(found.playlists[0]?.songs[0]?.locations[0]).toBe(line);
  });

  it('XML in the encoding that it declares', async () => {
    const text = `<?xml version="1.0" encoding="EUC-KR"?><playlist xmlns="http://xspf.org/ns/0/"><title>가요</title></playlist>`;
    expect((await only(iconv.encode(text, 'cp949'))).playlists[0]?.name).toBe('가요');
    const marked = iconv.encode(text.replace('EUC-KR', 'UTF-16'), 'utf-16le', { addBOM: true });
    expect((await only(marked)).playlists[0]?.name).toBe('가요');
  });
});

describe('hostile playlist files', () => {
  const laughs = Array.from({ length: 10 }, (_, at) =>
    at === 0
      ? '<!ENTITY l0 "lol">'
      : `<!ENTITY l${String(at)} "${`&l${String(at - 1)};`.repeat(10)}">`,
  ).join('');
  it.each([
    [
      'a billion laughs',
      `<?xml version="1.0"?><!DOCTYPE playlist [${laughs}]><playlist><title>&l9;</title></playlist>`,
    ],
    [
      'an entity of a file',
      '<!DOCTYPE playlist [<!ENTITY x SYSTEM "file:///etc/passwd">]><playlist><title>&x;</title></playlist>',
    ],
    [
      'a parameter entity',
      '<!DOCTYPE playlist [<!ENTITY % x SYSTEM "http://example.com/x"> %x;]><playlist/>',
    ],
    ['depth', `<playlist>${'<a>'.repeat(100_000)}`],
    ['cut short', '<playlist><trackList><track>'],
    ['other XML', '<?xml version="1.0"?><html></html>'],
    ['not well-formed', '<playlist><a></b></playlist>'],
    ['no text', 'ID3\u0003\0\0\0\0\0\0'],
  ])('%s is refused', async (_name, text) => {
    await expect(readPlaylist(utf8(text))).rejects.toMatchObject({ kind: 'not-a-playlist' });
  });

  it('ampersands that begin no entity are text, as players write them', async () => {
    const text = '<playlist><title>Evening & more &x; &amp; & &lol;</title></playlist>';
    const [file] = await readPlaylist(utf8(text));
    expect(file?.playlists[0]?.name).toBe('Evening & more &x; & & &lol;');
  });

  it('a DOCTYPE that names only where its grammar lies is not looked at', async () => {
    await expect(readPlaylist(utf8(PLIST('<dict></dict>')))).resolves.toMatchObject([
      { playlists: [] },
    ]);
  });

  const snippets = fc.constantFrom(
    '<?xml version="1.0"?>',
    '<!DOCTYPE playlist',
    '[',
    ']>',
    '<playlist>',
    '</playlist>',
    '<plist>',
    '<dict>',
    '</dict>',
    '<array>',
    '<key>Tracks</key>',
    '<key>Playlists</key>',
    '<DJ_PLAYLISTS>',
    '<COLLECTION>',
    '<NODE Type="1" Name="x">',
    '<TRACK Key="1"/>',
    '<track>',
    '</track>',
    '<location>file:///a%zz</location>',
    '&amp;',
    '&x;',
    '&#0;',
    '&#x110000;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '[playlist]',
    '\nFile1=',
    '\nLength99999999999=',
    '#EXTM3U\n',
    '#EXTINF:1e999,',
    '\r',
    '\n',
    '\0',
    '%',
    '"',
    "'",
    '=',
    '\uFEFF',
    '\uD800',
    '가',
    '../../',
    'C:\\',
    '\\\\server\\x',
    'file://',
  );
  const wild = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .array(fc.oneof(snippets, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 40 })
      .map((parts) => utf8(parts.join(''))),
    fc
      .tuple(
        fc.array(snippets, { maxLength: 20 }),
        fc.constantFrom('utf-16le', 'cp949', 'shift_jis', 'windows-1252'),
      )
      .map(([parts, encoding]) => iconv.encode(parts.join(''), encoding)),
  );

  it('whatever the bytes: a playlist, or the one error', async () => {
    await fc.assert(
      fc.asyncProperty(wild, async (bytes) => {
        try {
          const readings = await readPlaylist(bytes);
          expect(readings.length).toBeGreaterThan(0);
          for (const { playlists } of readings) {
            for (const song of playlists.flatMap(({ songs }) => songs)) {
              expect(song.line).toBeGreaterThan(0);
              expect(song.durationSeconds === null || song.durationSeconds > 0).toBe(true);
            }
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(MugleError);
          expect(thrown).toMatchObject({ kind: 'not-a-playlist' });
        }
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  // Far more than it takes (tenths of a second), and far less than anything quadratic would.
  it.each([
    ['one line of 8 MB', 'a'.repeat(8_000_000)],
    ['a million blanks after #EXTINF', `#EXTINF:1${' '.repeat(1_000_000)}x`],
    ['quotes without an end', `#EXTINF:1 ${'a="'.repeat(300_000)}`],
    ['200,000 lines', 'x.mp3\n'.repeat(200_000)],
    ['percent signs', '%41'.repeat(1_000_000)],
    ['an attribute of 4 MB', `<playlist a="${'b'.repeat(4_000_000)}"/>`],
    ['a text of 8 MB', `<playlist><title>${'b'.repeat(8_000_000)}</title></playlist>`],
    [
      '100,000 tracks',
      `<playlist><trackList>${'<track><location>a.mp3</location></track>'.repeat(100_000)}</trackList></playlist>`,
    ],
  ])(
    '%s do not take long',
    async (_name, text) => {
      await readPlaylist(utf8(text)).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ kind: 'not-a-playlist' });
      });
    },
    10_000,
  );
});
