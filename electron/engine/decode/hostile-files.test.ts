import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MugleError } from '../../shared/errors';
import { decodePassages } from './decode-passages';
import { FIXTURES } from './testing/sounds';

const plan = { sampleRate: 16000, passageSeconds: 3.008, maxPassages: 16 } as const;
const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
  // The MP3 decoder says what it stumbles over.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(() => rm(folder, { recursive: true }));

/** Sound, or an error that says what is wrong: never another error, never a number that is none. */
async function survives(bytes: Uint8Array): Promise<void> {
  const file = path.join(folder, 'hostile');
  await writeFile(file, bytes);
  try {
    const { passages } = await decodePassages(file, plan, { signal });
    expect(passages.every((passage) => passage.every(Number.isFinite))).toBe(true);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(MugleError);
    expect((thrown as MugleError).kind, (thrown as MugleError).message).not.toBe('internal');
  }
}

for (const name of [
  'frozen-mainzik.mp3',
  'battle-epic.flac',
  'starfall.ogg',
  'nuclear-heartbeat.opus',
  'vermocsar.m4a',
  'coherence.m4a',
  'untagged-plinkeplanke.wav',
  'genesis.aiff',
]) {
  test(`${name}, cut anywhere`, async () => {
    const bytes = await readFile(path.join(FIXTURES, name));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), (length) =>
        survives(bytes.subarray(0, length)),
      ),
      { numRuns: 12 },
    );
  });

  test(`${name}, with wrong bytes anywhere, most of all in its headers`, async () => {
    const bytes = await readFile(path.join(FIXTURES, name));
    const place = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: bytes.length - 4000, max: bytes.length - 1 }),
    );
    const changes = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(changes, (list) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of list) {
          changed[at] = value;
        }
        return survives(changed);
      }),
      { numRuns: 20 },
    );
  });
}

test.each([1, 2, 127, 255])(
  'coherence.m4a, with a rate of hundreds of megahertz in its header (%i), is refused at once',
  async (top) => {
    const bytes = Uint8Array.from(await readFile(path.join(FIXTURES, 'coherence.m4a')));
    // The rate, 32,000, ends the description of Apple Lossless sound.
    const rate = Buffer.from(bytes.buffer).lastIndexOf(Buffer.from([0, 0, 0x7d, 0]));
    bytes[rate] = top;
    const file = path.join(folder, 'rate');
    await writeFile(file, bytes);
    await expect(decodePassages(file, plan, { signal })).rejects.toMatchObject({
      kind: 'damaged-audio',
      message: expect.stringMatching(/claims \d+ samples a second/) as string,
    });
  },
  5_000,
);
