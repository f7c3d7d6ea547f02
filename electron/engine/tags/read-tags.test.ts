import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { trackTags } from '../../shared/records';
import { readCover, readTags } from './read-tags';
import {
  apeTag,
  id3Tag,
  OGG_PAGES,
  picture,
  replaceId3,
  riffInfo,
  withCover,
} from './testing/tagged';

/** Part of every Unix. */
const MAKE_PIPE = 'mkfifo';
const FIXTURES = fileURLToPath(new URL('../../../e2e/fixtures/audio', import.meta.url));
const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-tags-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function fixture(name: string): string {
  return path.join(FIXTURES, name);
}

async function put(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

async function tagsOf(
  name: string,
  bytes: Uint8Array | string,
): Promise<Awaited<ReturnType<typeof readTags>>> {
  return readTags(await put(name, bytes), { signal });
}

async function song(name: string): Promise<Buffer> {
  return readFile(fixture(name));
}

describe('a real song', () => {
  // The values stand in scripts/fixtures/songs.mjs; the lengths are those of ffprobe.
  it.each([
    ['a-new-journey.mp3', 'A New Journey', 'Maxstack', 2012, 1, 12.042449, true],
    ['battle-epic.flac', 'Battle Epic', 'Doug Kaufman', 2007, 3, 8, true],
    ['casualties-of-war.ogg', 'Casualties of War', 'Tyler Johnson', 2009, 7, 12.000726, false],
    ['nuclear-heartbeat.opus', 'Nuclear Heartbeat', 'LupusMechanicus', 2021, 17, 14.0065, false],
    ['traveling-minstrels.m4a', 'Traveling Minstrels', 'Mattias Westlund', 2008, 31, 12, true],
    ['genesis.aiff', 'Genesis', 'Dietrich Radel, Marco Göbel, Attila Boros', null, null, 8, false],
    ['untagged-plinkeplanke.wav', 'untagged-plinkeplanke', '', null, null, 9, false],
    ['새벽의 안개.flac', '새벽의 안개', '한강 악단', 2019, 4, 8, true],
  ])('%s', async (name, title, artist, year, trackNumber, seconds, hasCover) => {
    const { tags, warnings } = await readTags(fixture(name), { signal });
    expect(tags).toMatchObject({ title, artist, year, trackNumber, hasCover });
    expect(Math.abs((tags.durationSeconds ?? 0) - seconds)).toBeLessThan(0.05);
    expect(warnings).toEqual([]);
    const cover = await readCover(fixture(name));
    expect(cover !== null).toBe(hasCover);
    expect(cover?.mimeType ?? 'image/png').toMatch(/^image\/(png|jpeg)$/);
  });

  it('is known by its content where its extension lies', async () => {
    for (const [name, alias] of [
      ['starfall.ogg', 'a.mp3'],
      ['battle-epic.flac', 'b.m4a'],
      ['vermocsar.m4a', 'c.flac'],
      ['ezer-ev.mp3', 'd.wav'],
      ['genesis.aiff', 'e.ogg'],
    ] as const) {
      const { tags } = await tagsOf(alias, await song(name));
      expect(tags).toEqual((await readTags(fixture(name), { signal })).tags);
    }
  });

  it('has its length when it is an MP3 of varying rate that does not state it', async () => {
    const frames = (await song('a-new-journey.mp3')).subarray(0);
    const at = ['Xing', 'Info'].map((mark) => frames.indexOf(mark)).find((mark) => mark > 0)!;
    const unmarked = Buffer.from(frames).fill(0, at, at + 4);
    const { tags } = await tagsOf('vbr.mp3', unmarked);
    expect(tags.durationSeconds).toBeCloseTo(12.04, 0);
  });

  it('may have junk in front, and ID3 in front of other containers', async () => {
    const mp3 = replaceId3(await song('ezer-ev.mp3'), Buffer.alloc(0));
    const junk = Buffer.from('<html>'.repeat(2_000));
    expect((await tagsOf('junk.mp3', Buffer.concat([junk, mp3]))).tags.durationSeconds).toBeCloseTo(
      12.04,
      0,
    );
    const tag = id3Tag(3, [['TIT2', '\0hello']]);
    for (const name of ['starfall.ogg', 'battle-epic.flac', 'untagged-plinkeplanke.wav']) {
      const { tags } = await tagsOf(`id3-${name}`, Buffer.concat([tag, await song(name)]));
      expect(tags.durationSeconds).toBeGreaterThan(7);
    }
  });

  it('may be cut off: what its header says is still read', async () => {
    for (const name of ['ezer-ev.mp3', 'battle-epic.flac', 'starfall.ogg', 'genesis.aiff']) {
      const bytes = await song(name);
      const { tags } = await tagsOf(name, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      if (name !== 'genesis.aiff') {
        expect(tags.artist).toBe((await readTags(fixture(name), { signal })).tags.artist);
      }
      expect(trackTags.safeParse(tags).success).toBe(true);
    }
  });
});

describe('texts', () => {
  const mp3 = async (...frames: [string, string][]): Promise<Awaited<ReturnType<typeof tagsOf>>> =>
    tagsOf('text.mp3', replaceId3(await song('frozen-mainzik.mp3'), id3Tag(4, frames)));

  it('are NFC, on one line, trimmed, without control characters', async () => {
    const { tags } = await mp3(
      ['TIT2', '\x03 Cafe\u0301\r\nNoir\x07\x1b '],
      ['TPE1', `\x03${'새벽'.normalize('NFD')}`],
    );
    expect(tags).toMatchObject({ title: 'Café Noir', artist: '새벽' });
  });

  it('have a bounded length, and end in a whole character', async () => {
    const { tags } = await mp3(['TIT2', `\x03a${'😀'.repeat(5_000)}`]);
    expect(tags.title).toHaveLength(999);
    expect(tags.title).toMatch(/^a(😀)+$/u);
  });

  it('are left out when they are bombs, and the rest is read', async () => {
    const { tags } = await mp3(
      ['TXXX', `\x03bomb\0${'x'.repeat(3_000_000)}`],
      ['TIT2', '\x03after'],
    );
    expect(tags.title).toBe('after');
  });

  it('are UTF-8 where the format says Latin-1 but they read as such', async () => {
    const { tags } = await tagsOf(
      'info.wav',
      riffInfo(await song('untagged-plinkeplanke.wav'), { INAM: '서울의 밤', IART: 'Zoë' }),
    );
    expect(tags).toMatchObject({ title: '서울의 밤', artist: 'Zoë' });
  });

  it('in Latin-1 stay', async () => {
    const { tags } = await mp3(['TIT2', '\0Gar\u00e7on']);
    expect(tags.title).toBe('Garçon');
  });

  it('that say nothing leave the file name as title', async () => {
    const decomposed = `${'é'.normalize('NFD')}tude.mp3`;
    const bytes = replaceId3(await song('frozen-mainzik.mp3'), id3Tag(4, [['TIT2', '\x03 \x07 ']]));
    expect((await tagsOf(decomposed, bytes)).tags.title).toBe('étude');
  });

  it('of several genres are joined', async () => {
    const { tags } = await mp3(['TCON', '\x03Rock\0Jazz\0Rock']);
    expect(tags.genre).toBe('Rock, Jazz');
  });

  it('come from APE tags too', async () => {
    const bytes = replaceId3(await song('frozen-mainzik.mp3'), Buffer.alloc(0));
    const { tags } = await tagsOf(
      'ape.mp3',
      Buffer.concat([bytes, apeTag({ Title: 'Ape', Artist: 'Zoë' })]),
    );
    expect(tags).toMatchObject({ title: 'Ape', artist: 'Zoë' });
  });
});

describe('numbers', () => {
  it.each([
    ['0', null],
    ['99999', 9999],
    ['-5', null],
    ['abcd', null],
    ['1999-05-01', 1999],
  ])('of the year: %s', async (text, year) => {
    const tag = id3Tag(4, [['TDRC', `\x03${text}`]]);
    const { tags } = await tagsOf('year.mp3', replaceId3(await song('frozen-mainzik.mp3'), tag));
    expect(tags.year).toBe(year);
  });

  it('of track and disc', async () => {
    const tag = id3Tag(3, [
      ['TRCK', '\x003/12'],
      ['TPOS', '\x000/0'],
    ]);
    const { tags } = await tagsOf('track.mp3', replaceId3(await song('frozen-mainzik.mp3'), tag));
    expect(tags).toMatchObject({ trackNumber: 3, discNumber: null });
  });
});

describe('a cover', () => {
  const big = picture(3_000_000);

  it.each(['mp3', 'flac', 'm4a', 'ogg', 'opus'])(
    'of megabytes in %s is seen, and given',
    async (extension) => {
      const names = (await readdir(FIXTURES)).filter((name) => name.endsWith(`.${extension}`));
      const all = await Promise.all(
        names.map(async (name) => ({ name, ...(await readTags(fixture(name), { signal })) })),
      );
      const { name, tags: before } = all.find(({ tags }) => !tags.hasCover) ?? all[0]!;
      const file = await put(`cover.${extension}`, withCover(await song(name), big));
      const { tags } = await readTags(file, { signal });
      // withCover gives an MP3 a new ID3 tag.
      expect(tags).toEqual(
        extension === 'mp3'
          ? { ...tags, hasCover: true, durationSeconds: before.durationSeconds }
          : { ...before, hasCover: true },
      );
      const cover = await readCover(file);
      expect(cover?.mimeType).toBe('image/png');
      expect(Buffer.from(cover!.data).equals(big)).toBe(true);
    },
  );

  it('of megabytes costs no memory when only the tags are read', async () => {
    const file = await put('huge.mp3', withCover(await song('ezer-ev.mp3'), picture(60_000_000)));
    await readTags(fixture('ezer-ev.mp3'), { signal });
    const before = process.memoryUsage();
    await readTags(file, { signal });
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(10_000_000);
    expect(await readCover(file)).toBeNull();
  });

  it.each(Object.entries(OGG_PAGES))(
    'of 60 MB on %s pages of an Ogg is seen, and not put together',
    async (name, segments) => {
      const ogg = await song('starfall.ogg');
      const file = await put(`${name}.ogg`, withCover(ogg, picture(60_000_000), segments));
      const before = process.memoryUsage();
      const { tags, warnings } = await readTags(file, { signal });
      const after = process.memoryUsage();
      const { tags: plain } = await readTags(fixture('starfall.ogg'), { signal });
      expect(tags).toEqual({ ...plain, hasCover: true });
      expect(warnings).toEqual([]);
      expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(60_000_000);
      expect(await readCover(file)).toBeNull();
    },
  );

  it('of more pages than any song has is given up, not waited for', async () => {
    const ogg = await song('starfall.ogg');
    const file = await put('booklet.ogg', withCover(ogg, picture(40_000_000), 4));
    const { tags } = await readTags(file, { signal });
    expect(tags).toMatchObject({ hasCover: true, durationSeconds: 10 });
  });

  it('is no cover when it is a web page or nothing', async () => {
    const page = Buffer.from('<script>alert(1)</script>');
    expect(
      await readCover(await put('page.mp3', withCover(await song('ezer-ev.mp3'), page))),
    ).toBeNull();
    const none = withCover(await song('ezer-ev.mp3'), Buffer.alloc(0));
    expect(await readCover(await put('none.mp3', none))).toBeNull();
  });

  it('is the front one', async () => {
    const apic = (type: string, data: Buffer): readonly [string, Buffer] => [
      'APIC',
      Buffer.concat([Buffer.from(`\0image/png\0${type}\0`, 'latin1'), data]),
    ];
    const front = picture(800, 5);
    const tag = id3Tag(3, [apic('\x04', picture(900, 4)), apic('\x03', front)]);
    const file = await put('front.mp3', replaceId3(await song('ezer-ev.mp3'), tag));
    expect(Buffer.from((await readCover(file))!.data).equals(front)).toBe(true);
  });
});

describe('what is no song', () => {
  it.each([
    ['text', 'This is not music, only a text that is long enough. '.repeat(300)],
    ['one letter', 'x'],
    ['zeros', Buffer.alloc(100_000)],
    ['a picture', picture(50_000)],
    ['sync bytes', Buffer.alloc(50_000, 0xff)],
  ])('is told of: %s', async (_, bytes) => {
    await expect(tagsOf('text.mp3', bytes)).rejects.toMatchObject({
      name: 'MugleError',
      kind: 'not-audio',
      stage: 'tags',
      path: path.join(folder, 'text.mp3'),
    });
    expect(await readCover(path.join(folder, 'text.mp3'))).toBeNull();
  });

  it('is an empty file, a missing one, a folder', async () => {
    await expect(tagsOf('empty.mp3', '')).rejects.toMatchObject({ kind: 'file-empty' });
    const missing = path.join(folder, 'nowhere.mp3');
    await expect(readTags(missing, { signal })).rejects.toMatchObject({
      kind: 'file-missing',
      stage: 'tags',
    });
    await expect(readCover(missing)).rejects.toMatchObject({ kind: 'file-missing' });
    await expect(readTags(folder, { signal })).rejects.toMatchObject({
      kind: 'not-a-regular-file',
    });
  });

  it.skipIf(process.platform === 'win32')('may be a pipe, on which nobody waits', async () => {
    const pipe = path.join(folder, 'pipe.mp3');
    execFileSync(MAKE_PIPE, [pipe]);
    await expect(readTags(pipe, { signal })).rejects.toMatchObject({ kind: 'not-a-regular-file' });
  });

  it('is not looked at after the signal', async () => {
    const stopped = readTags(fixture('ezer-ev.mp3'), { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('any bytes', () => {
  const check = async (name: string, bytes: Uint8Array): Promise<void> => {
    const file = await put(name, bytes);
    try {
      const { tags, warnings } = await readTags(file, { signal });
      expect(trackTags.parse(tags)).toEqual(tags);
      expect(tags.title).not.toBe('');
      expect(warnings.length).toBeLessThanOrEqual(20);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(MugleError);
      expect(['not-audio', 'file-empty']).toContain((thrown as MugleError).kind);
    }
    await readCover(file).catch((thrown: unknown) => {
      expect(thrown).toMatchObject({ name: 'MugleError', kind: 'file-empty' });
    });
  };

  it('end in tags or in not-audio', async () => {
    const magic = fc.constantFrom(
      ...[
        '',
        'ID3\x04\0\0\0\0\x10\0',
        'fLaC\0\0\0\x22',
        'OggS\0\x02',
        '\0\0\0\x10ftypM4A ',
        'RIFF\0\x10\0\0WAVE',
      ],
      ...[
        'FORM\0\0\x10\0AIFF',
        'wvpk',
        'MAC ',
        'MPCK',
        'DSD ',
        '\x1aE\xdf\xa3',
        '\xff\xfb\x90\x64',
        'RF64\xff\xff\xff\xffWAVE',
      ],
      ...['0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel', 'FRM8', 'caff'],
    );
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 3_000 }), async (head, bytes) => {
        await check('wild.mp3', Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
      }),
      { numRuns: 300 },
    );
  });

  it('of songs cut short and spoiled end so too', async () => {
    const names = (await readdir(FIXTURES)).sort();
    const all = await Promise.all(names.map(song));
    const spoiled = fc.record({
      bytes: fc.constantFrom(...all),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      edits: fc.array(fc.tuple(fc.nat(3_000), fc.nat(255)), { maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(spoiled, async ({ bytes, cut, edits }) => {
        const copy = Buffer.from(bytes.subarray(0, Math.floor(bytes.length * cut)));
        for (const [at, value] of edits.filter(([at]) => at < copy.length)) {
          copy[at] = value;
        }
        await check('spoiled.mp3', copy);
      }),
      { numRuns: 300 },
    );
  });
});
