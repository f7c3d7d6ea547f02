import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentId } from './content-id';
import {
  apeV2,
  id3v1,
  id3v2,
  lyrics3v2,
  retagAiff,
  retagFlac,
  retagMp4,
  retagOgg,
  retagWav,
} from './testing/retag';

/** Part of every Unix. */
const MAKE_PIPE = 'mkfifo';
const FIXTURES = fileURLToPath(new URL('../../../e2e/fixtures/audio', import.meta.url));
const { signal } = new AbortController();
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-id-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function idOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, `${++count}.bin`);
  await writeFile(file, bytes);
  try {
    return await contentId(file, { signal });
  } finally {
    await rm(file);
  }
}

async function songs(extension: string): Promise<Buffer[]> {
  const names = (await readdir(FIXTURES)).filter((name) => name.endsWith(extension)).sort();
  expect(names.length, `fixtures ${extension}`).toBeGreaterThan(0);
  return Promise.all(names.map((name) => readFile(path.join(FIXTURES, name))));
}

/** Two megabytes of sound-like bytes that differ everywhere. */
function noise(seed: number, bytes = 2_500_000): Buffer {
  const noise = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    noise[at] = state >>> 24;
  }
  return noise;
}

describe('an id stays', () => {
  const retags: Record<string, [string, ((file: Buffer) => Buffer)[]]> = {
    'MP3 with ID3v1, ID3v2, APE and Lyrics3 tags': [
      '.mp3',
      [
        (file) => Buffer.concat([id3v2(3000), file]),
        (file) => Buffer.concat([id3v2(10), id3v2(20_000), file]),
        (file) => Buffer.concat([id3v2(500, { footer: true }), Buffer.alloc(700), file]),
        (file) => Buffer.concat([file, id3v1('hello')]),
        (file) => Buffer.concat([file, apeV2('hello'), id3v1('hello')]),
        (file) => Buffer.concat([file, apeV2('hello', { header: false })]),
        (file) => Buffer.concat([file, apeV2('hello'), lyrics3v2('la la'), id3v1('hello')]),
        (file) => Buffer.concat([apeV2('hello'), file, id3v2(300, { footer: true })]),
      ],
    ],
    'FLAC with other blocks, or ID3v2 in front': [
      '.flac',
      [
        (file) => retagFlac(file, 10),
        (file) => retagFlac(file, 200_000),
        (file) => Buffer.concat([id3v2(900), retagFlac(file, 10), id3v1('x')]),
      ],
    ],
    'Ogg Vorbis with a comment that spans more pages': [
      '.ogg',
      [
        (file) => retagOgg(file, 10),
        (file) => retagOgg(file, 300_000),
        (file) => retagOgg(file, 9_000, 77),
      ],
    ],
    'Opus with a comment that spans more pages': [
      '.opus',
      [(file) => retagOgg(file, 10), (file) => retagOgg(file, 300_000, 5)],
    ],
    'MP4 with moov moved and grown': [
      '.m4a',
      [(file) => retagMp4(file, true), (file) => retagMp4(file, false)],
    ],
    'WAV with LIST INFO and id3 chunks': ['.wav', [retagWav]],
    'AIFF with NAME and ID3 chunks': ['.aiff', [retagAiff]],
  };

  it.each(Object.entries(retags))('%s', async (_, [extension, changes]) => {
    for (const file of await songs(extension)) {
      const before = await idOf(file);
      expect(before).toMatch(/^[0-9a-f]{32}$/);
      for (const change of changes) {
        const changed = change(file);
        expect(changed.equals(file)).toBe(false);
        expect(await idOf(changed)).toBe(before);
      }
    }
  });

  it('MP3 whose first frame, which describes the others, was written anew', async () => {
    const described = (await songs('.mp3')).flatMap((file) => {
      const mark = ['Xing', 'Info'].map((name) => file.indexOf(name)).find((at) => at !== -1);
      return mark === undefined ? [] : [{ file, mark }];
    });
    expect(described.length).toBeGreaterThan(0);
    for (const { file, mark } of described) {
      const changed = Buffer.from(file);
      changed.fill(9, mark + 20, mark + 60);
      expect(await idOf(changed)).toBe(await idOf(file));
    }
  });

  it('a long song, of which only parts are read', async () => {
    const sound = noise(1);
    const before = await idOf(sound);
    expect(await idOf(Buffer.concat([id3v2(5000), sound, id3v1('x')]))).toBe(before);
  });

  it('a long Ogg song', async () => {
    const [song] = await songs('.ogg');
    // The same pages over and over: no valid time line, but the pages of an hour.
    const long = Buffer.concat([
      song!,
      ...Array.from({ length: 20 }, () => song!.subarray(60_000)),
    ]);
    expect(long.length).toBeGreaterThan(2_000_000);
    expect(await idOf(Buffer.concat([retagOgg(song!, 90_000), long.subarray(song!.length)]))).toBe(
      await idOf(long),
    );
  });
});

describe('an id differs', () => {
  it('between all fixture songs', async () => {
    const names = await readdir(FIXTURES);
    const ids = await Promise.all(
      names.map((name) => contentId(path.join(FIXTURES, name), { signal })),
    );
    expect(new Set(ids).size).toBe(names.length);
  });

  it('when one byte of a short song does', async () => {
    for (const extension of ['.mp3', '.flac', '.ogg', '.opus', '.m4a', '.wav', '.aiff']) {
      const [song] = await songs(extension);
      const changed = Buffer.from(song!);
      const middle = Math.floor(song!.length * 0.7);
      changed[middle] = (changed[middle] ?? 0) ^ 1;
      expect(await idOf(changed), extension).not.toBe(await idOf(song!));
    }
  });

  it('between long songs that are unlike, or as long as one another', async () => {
    const ids = await Promise.all([
      idOf(noise(1)),
      idOf(noise(2)),
      idOf(noise(1, 2_500_001)),
      idOf(Buffer.concat([noise(1).subarray(0, 1_300_000), noise(3, 1_200_000)])),
    ]);
    expect(new Set(ids).size).toBe(4);
  });
});

describe('any bytes', () => {
  it('get an id, an empty file too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        expect(await idOf(bytes)).toMatch(/^[0-9a-f]{32}$/);
      }),
      { numRuns: 100 },
    );
    expect(await idOf(Buffer.alloc(0))).toMatch(/^[0-9a-f]{32}$/);
  });

  it('get an id, songs cut short and spoiled too', async () => {
    const all = (
      await Promise.all(['.mp3', '.flac', '.ogg', '.opus', '.m4a', '.wav', '.aiff'].map(songs))
    ).flatMap(([song]) => (song === undefined ? [] : [song]));
    const spoiled = fc.record({
      song: fc.constantFrom(...all),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      // Most structure is in the first bytes.
      edits: fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(spoiled, async ({ song, cut, edits }) => {
        const bytes = Buffer.from(song.subarray(0, Math.floor(song.length * cut)));
        for (const [at, value] of edits.filter(([at]) => at < bytes.length)) {
          bytes[at] = value;
        }
        expect(await idOf(bytes)).toMatch(/^[0-9a-f]{32}$/);
      }),
      { numRuns: 150 },
    );
  });

  it('that claim absurd sizes get an id soon', async () => {
    const heads = [
      'ID3\x04\x00\x00\x7f\x7f\x7f\x7f',
      'fLaC\x00\xff\xff\xff',
      '\x00\x00\x00\x00ftyp',
      '\x00\x00\x00\x01ftyp\xff\xff\xff\xff\xff\xff\xff\xff',
      'RIFF\xff\xff\xff\xffWAVEdata\xff\xff\xff\xff',
      'FORM\xff\xff\xff\xffAIFFSSND\xff\xff\xff\xff',
      'OggS\x00\x02',
      'APETAGEX\xd0\x07\x00\x00\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00',
    ];
    for (const head of heads) {
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), noise(5, 9_000)]);
      expect(await idOf(bytes)).toMatch(/^[0-9a-f]{32}$/);
    }
    const emptyBoxes = Buffer.concat(
      Array.from({ length: 50_000 }, () => Buffer.from('\x00\x00\x00\x08ftyp', 'latin1')),
    );
    expect(await idOf(emptyBoxes)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('what cannot be read', () => {
  it('is a MugleError with the path', async () => {
    const missing = path.join(folder, 'nowhere.mp3');
    await expect(contentId(missing, { signal })).rejects.toMatchObject({
      name: 'MugleError',
      kind: 'file-missing',
      path: missing,
    });
    await expect(contentId(folder, { signal })).rejects.toMatchObject({
      kind: 'not-a-regular-file',
    });
  });

  it.skipIf(process.platform === 'win32')('may be a pipe, on which nobody waits', async () => {
    const pipe = path.join(folder, 'pipe.mp3');
    execFileSync(MAKE_PIPE, [pipe]);
    await expect(contentId(pipe, { signal })).rejects.toMatchObject({ kind: 'not-a-regular-file' });
  });

  it('is cancelled by the signal', async () => {
    const file = path.join(FIXTURES, (await readdir(FIXTURES))[0]!);
    await expect(contentId(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});
