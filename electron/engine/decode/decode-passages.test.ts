import { createHash } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { DecodedSong } from './decode-passages';
import { decodePassages, decodeToWav } from './decode-passages';
import {
  aiffBytes,
  FIXTURES,
  rms,
  rmsDifference,
  sine,
  wavBytes,
  wavHeader,
} from './testing/sounds';

const plan = { sampleRate: 16000, passageSeconds: 3.008, maxPassages: 16 } as const;
const PASSAGE = 48_128;
const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'decode-'));
});
afterAll(() => rm(folder, { recursive: true }));

const hear = (file: string): Promise<DecodedSong> => decodePassages(file, plan, { signal });
const fixture = (name: string): string => path.join(FIXTURES, name);

async function temporary(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

async function failure(promise: Promise<unknown>): Promise<MugleError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(MugleError);
  return thrown as MugleError;
}

/** Seconds that were cut from the source (scripts/fixtures/songs.mjs). */
const DURATIONS: Readonly<Record<string, number>> = {
  'a-new-journey.mp3': 12,
  'battle-epic.flac': 8,
  'casualties-of-war.ogg': 12,
  'coherence.m4a': 8,
  'ezer-ev.mp3': 12,
  'frozen-mainzik.mp3': 10,
  'genesis.aiff': 8,
  'nuclear-heartbeat.opus': 14,
  'sound-and-silence.mp3': 10,
  'starfall.ogg': 10,
  'traveling-minstrels.m4a': 12,
  'untagged-plinkeplanke.wav': 9,
  'vermocsar.m4a': 10,
  '새벽의 안개.flac': 8,
};

/** The lossless ones. */
const LOSSLESS = /coherence|battle|genesis|untagged|새벽/;

describe('the fixture songs', () => {
  test('are all listed here', async () => {
    expect(new Set(await readdir(FIXTURES))).toEqual(new Set(Object.keys(DURATIONS)));
  });

  for (const [name, seconds] of Object.entries(DURATIONS)) {
    test(`${name}: as many passages as fit, and its duration to 50 ms`, async () => {
      const song = await hear(fixture(name));
      expect(Math.abs(song.durationSeconds - seconds)).toBeLessThan(0.05);
      expect(song.warnings).toEqual([]);
      expect(song.passages).toHaveLength(Math.floor(song.durationSeconds / 3.008));
      for (const passage of song.passages) {
        expect(passage).toHaveLength(PASSAGE);
        expect(passage.every((value) => Math.abs(value) < 1.5)).toBe(true);
        expect(passage.some((value) => Math.abs(value) > 0.05)).toBe(true);
      }
    });

    test(`${name}: content decides, not the name`, async () => {
      const renamed = await temporary('renamed.xyz', await readFile(fixture(name)));
      expect((await hear(renamed)).passages[0]).toEqual((await hear(fixture(name))).passages[0]);
    });

    test(`${name}: 40 % of it is damaged, and how much was there is said`, async () => {
      const bytes = await readFile(fixture(name));
      const cut = await temporary(`cut-${name}`, bytes.subarray(0, bytes.length * 0.4));
      const error = await failure(hear(cut));
      expect(error).toMatchObject({ kind: 'damaged-audio', stage: 'decode', path: cut });
      // MP4 keeps its table of contents at the end, so nothing of it can be told.
      expect(error.message).toMatch(name.endsWith('.m4a') ? /table of contents/ : /\d\.\d s/);
    });

    test(`${name}: as WAV`, async () => {
      const wav = path.join(folder, 'whole.wav');
      await decodeToWav(fixture(name), wav, { signal });
      const [from, to] = [await hear(fixture(name)), await hear(wav)];
      expect(Math.abs(to.durationSeconds - from.durationSeconds)).toBeLessThan(0.02);
      if (LOSSLESS.test(name)) {
        expect(to.passages[0]!.length).toBe(from.passages[0]!.length);
        expect(rmsDifference(to.passages[0]!, from.passages[0]!)).toBeLessThan(1e-4);
      } else {
        // A decoder that starts in the middle makes up other noise, and a place may move by a few milliseconds.
        to.passages.forEach((passage, index) => {
          expect(rms(passage) / rms(from.passages[index]!)).toBeCloseTo(1, 1);
        });
      }
    });
  }

  test('are different songs: no two passages are alike', async () => {
    const firsts = await Promise.all(
      Object.keys(DURATIONS).map(async (name) => (await hear(fixture(name))).passages[0]!),
    );
    firsts.forEach((a, index) => {
      for (const b of firsts.slice(index + 1)) {
        const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0) / a.length;
        expect(Math.abs(product) / (rms(a) * rms(b))).toBeLessThan(0.5);
      }
    });
  });
});

describe('against a closed form: a sine written here, decoded, is a sine at 16 kHz', () => {
  const wanted = sine(1000, 16_000, 10);
  // 10 s hold three passages, centred at 1/6, 3/6 and 5/6.
  const start = Math.round((10 / 6 - 1.504) * 16_000);
  const middle = (passage: Float32Array): Float32Array => passage.subarray(400, 40_000);

  for (const [rate, bits, channels, tolerance] of [
    [16_000, 16, 1, 1e-4],
    [22_050, 8, 1, 6e-3],
    [44_100, 16, 2, 1e-3],
    [48_000, 24, 1, 1e-3],
    [44_100, 32, 2, 1e-3],
    [48_000, 'float', 2, 1e-3],
    [192_000, 24, 8, 1e-3],
  ] as const) {
    test(`WAV, ${rate} Hz, ${bits} bits, ${channels} channels`, async () => {
      const tone = sine(1000, rate, 10);
      const bytes = wavBytes(
        Array.from({ length: channels }, () => tone),
        {
          rate,
          bits,
          extensible: channels > 2,
        },
      );
      const song = await hear(await temporary('tone.wav', bytes));
      expect(song.durationSeconds).toBe(10);
      const passage = song.passages[0]!;
      const shifted = wanted.subarray(start, start + PASSAGE);
      // The place is rounded to a sample of the file, less than a tenth of a millisecond.
      const offset = (Math.round((10 / 6 - 1.504) * rate) / rate) * 16_000 - start;
      const exact = shifted.map(
        (_, at) => 0.5 * Math.sin((2 * Math.PI * 1000 * (start + at + offset)) / 16_000),
      );
      expect(rmsDifference(middle(passage), middle(exact))).toBeLessThan(tolerance);
    });
  }

  test('AIFF and WAV of the same samples give the same', async () => {
    const channels = [sine(300, 44_100, 4), sine(500, 44_100, 4)];
    const wav = await hear(
      await temporary('same.wav', wavBytes(channels, { rate: 44_100, bits: 16 })),
    );
    const aiff = await hear(await temporary('same.aiff', aiffBytes(channels, 44_100)));
    expect(aiff).toEqual(wav);
  });

  test('channels are averaged', async () => {
    const tone = sine(1000, 16_000, 3.008);
    const silence = new Float32Array(tone.length);
    const bytes = wavBytes([tone, silence], { rate: 16_000, bits: 'float' });
    const song = await hear(await temporary('half.wav', bytes));
    expect(
      rmsDifference(
        song.passages[0]!,
        tone.map((value) => value / 2),
      ),
    ).toBeLessThan(1e-7);
  });

  test('lossless formats come back bit for bit: FLAC to WAV to samples', async () => {
    const wav = path.join(folder, 'lossless.wav');
    await decodeToWav(fixture('새벽의 안개.flac'), wav, { signal });
    const again = path.join(folder, 'again.wav');
    await decodeToWav(wav, again, { signal });
    expect(await readFile(again)).toEqual(await readFile(wav));
    // STREAMINFO holds the MD5 of the samples: a reference by another program.
    const samples = (await readFile(wav)).subarray(44);
    const header = await readFile(fixture('새벽의 안개.flac'));
    expect(createHash('md5').update(samples).digest('hex')).toBe(
      header.subarray(26, 42).toString('hex'),
    );
  });
});

describe('what is no song', () => {
  const tone = sine(440, 44_100, 4);

  test.each([
    ['text.mp3', 'This is not music. '.repeat(500), 'not-audio'],
    ['empty.mp3', '', 'file-empty'],
    [
      'noise.mp3',
      Buffer.from(Array.from({ length: 9999 }, (_, at) => (at * 7919) % 251)),
      'not-audio',
    ],
    ['monkey.ape', 'MAC \x96\x0f', 'unsupported-format'],
    ['short.wav', wavBytes([sine(440, 44_100, 0.1)], { rate: 44_100, bits: 16 }), 'too-short'],
    ['none.wav', wavHeader(1, 2, 1, 0, { rate: 44_100 }), 'no-audio-samples'],
    ['adpcm.wav', wavHeader(1, 2, 0x11, 0, { rate: 44_100 }), 'unsupported-format'],
    ['rate.wav', wavHeader(1, 2, 1, 4, { rate: 0 }), 'damaged-audio'],
    ['silent.wav', wavBytes([new Float32Array(99_999)], { rate: 44_100, bits: 16 }), 'silent'],
    [
      'nan.wav',
      wavBytes([new Float32Array(99_999).fill(NaN)], { rate: 44_100, bits: 'float' }),
      'damaged-audio',
    ],
  ])('%s', async (name, bytes, kind) => {
    const file = await temporary(name, bytes);
    const error = await failure(hear(file));
    expect(error).toMatchObject({ kind, stage: 'decode', path: file });
    expect(error.message).toMatch(/\w{3}.*[.!]$/);
  });

  test('a file that is not there, and a folder', async () => {
    expect(await failure(hear(path.join(folder, 'gone.mp3')))).toMatchObject({
      kind: 'file-missing',
    });
    expect(await failure(hear(folder))).toMatchObject({ stage: 'decode' });
  });

  test('single values that are no numbers are silence, and it is said', async () => {
    const file = await temporary(
      'few-nan.wav',
      wavBytes([tone.map((value, at) => (at % 9999 === 0 ? NaN : value))], {
        rate: 44_100,
        bits: 'float',
      }),
    );
    const song = await hear(file);
    expect(song.passages[0]!.every(Number.isFinite)).toBe(true);
    expect(song.warnings).toEqual([expect.stringMatching(/no numbers/)]);
  });

  test('a song that misses a little is heard, with a warning', async () => {
    const bytes = wavBytes([sine(440, 44_100, 10)], { rate: 44_100, bits: 16 });
    const cut = await temporary('cut.wav', bytes.subarray(0, bytes.length * 0.98));
    expect((await hear(cut)).warnings).toEqual([expect.stringMatching(/9\.8 of 10\.0 s/)]);
  });

  test('an MP3 with junk behind it, and one in front', async () => {
    const bytes = await readFile(fixture('a-new-journey.mp3'));
    const junk = Buffer.from('junk '.repeat(300));
    const behind = await hear(await temporary('junk.mp3', Buffer.concat([bytes, junk])));
    expect(behind).toEqual(await hear(fixture('a-new-journey.mp3')));
    const front = await hear(await temporary('front.mp3', Buffer.concat([junk, bytes])));
    expect(front.durationSeconds).toBeCloseTo(behind.durationSeconds, 1);
  });
});

test('a song that is shorter than a passage is heard whole', async () => {
  const tone = sine(440, 16_000, 1.5);
  const file = await temporary('brief.wav', wavBytes([tone], { rate: 16_000, bits: 'float' }));
  const { passages, durationSeconds } = await hear(file);
  expect(durationSeconds).toBe(1.5);
  expect(passages).toEqual([tone]);
});

test('windows hold what the passages within them hold, and change no passage', async () => {
  const rate = 44_100;
  const sound = Float32Array.from({ length: rate * 80 }, (_, at) => Math.sin(at * at * 2e-9) / 2);
  const file = await temporary('sweep.wav', wavBytes([sound], { rate, bits: 'float' }));
  const windows = { seconds: 12.8, centres: [4.5 / 16, 11.5 / 16] };
  const heard = await decodePassages(file, { ...plan, windows }, { signal });
  expect(heard.passages).toEqual((await hear(file)).passages);
  expect(heard.windows.map((window) => window.length)).toEqual([204_800, 204_800]);
  // Passage 4 and the window around it have the same middle.
  const passage = heard.passages[4]!;
  const start = (204_800 - PASSAGE) / 2;
  expect(rmsDifference(passage, heard.windows[0]!.subarray(start, start + PASSAGE))).toBeLessThan(
    1e-3,
  );
});

test('a song that is shorter than a window is one window', async () => {
  const windows = { seconds: 12.8, centres: [4.5 / 16, 11.5 / 16] };
  const file = fixture('battle-epic.flac');
  const heard = await decodePassages(file, { ...plan, windows }, { signal });
  expect(heard.windows.map((window) => window.length)).toEqual([
    Math.floor(heard.durationSeconds * 16_000),
  ]);
});

test('cancelling', async () => {
  const controller = new AbortController();
  controller.abort();
  const file = fixture('battle-epic.flac');
  const options = { signal: controller.signal };
  expect(await failure(decodePassages(file, plan, options))).toMatchObject({ kind: 'cancelled' });
  const running = new AbortController();
  const wav = decodeToWav(file, path.join(folder, 'no.wav'), { signal: running.signal });
  running.abort();
  expect(await failure(wav)).toMatchObject({ kind: 'cancelled', path: file });
});

test('of a long song only the passages are read', async () => {
  const rate = 44_100;
  const frames = rate * 3600;
  const file = path.join(folder, 'hour.wav');
  await writeFile(file, wavHeader(2, 2, 1, frames * 4, { rate }));
  // A hole in the file, which takes no room on the disk, with sound in one passage.
  await truncate(file, 44 + frames * 4);
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(rate * 4, 77), 0, rate * 4, 44 + rate * 4 * 1912);
  await handle.close();
  const before = process.memoryUsage().arrayBuffers;
  const { passages, durationSeconds } = await hear(file);
  expect(durationSeconds).toBe(3600);
  expect(passages).toHaveLength(16);
  expect(passages.map((passage) => passage.some((value) => value !== 0)).indexOf(true)).toBe(8);
  // 16 passages and what one of them needs at the file's rate: 635 MB for the whole song.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
});

test('listing the frames of a long song takes little memory', async () => {
  // 3 h of MPEG-1 layer III at 32 kbit/s: 413,000 frames that decode to silence.
  const frame = Buffer.alloc(104);
  frame.writeUInt32BE(0xfffb1064);
  const file = path.join(folder, 'long.mp3');
  await writeFile(file, Buffer.alloc(frame.length * 413_000, frame));
  const before = process.memoryUsage();
  expect(await failure(hear(file))).toMatchObject({ kind: 'silent' });
  const after = process.memoryUsage();
  const grown = after.arrayBuffers - before.arrayBuffers + after.heapUsed - before.heapUsed;
  expect(grown).toBeLessThan(96 * 2 ** 20);
});
