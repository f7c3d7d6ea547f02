import type { Songs } from './songs';
import { DAMAGE } from './hostile-case';
import type { CaseWriter, Dice } from './hostile-case';

const CUTS = 4;
const FLIPPED = 4;
const SPOILED_HEADS = 4;
/** Where a cut must be told of: these formats say how long they are. */
const KNOW_THEIR_LENGTH: ReadonlySet<string> = new Set(['flac', 'wav', 'aiff', 'm4a']);
/** Most of a song has to be there; encoders are not exact about the rest. */
const CLEARLY_CUT = 0.9;

/** Real songs of every format: cut anywhere, with flipped bits, with wrong bytes in front, under a wrong name. */
export async function writeDamagedSongs(to: CaseWriter, songs: Songs, dice: Dice): Promise<void> {
  for (const { name, extension, bytes } of songs.all) {
    for (let cut = 0; cut < CUTS; cut++) {
      const length = 1 + dice.whole(bytes.length - 1);
      const file = `cut/${name} ${String(cut)}.${extension}`;
      const cutBytes = bytes.subarray(0, length);
      if (length / bytes.length < CLEARLY_CUT && KNOW_THEIR_LENGTH.has(extension)) {
        await to.problem(file, cutBytes, ...DAMAGE);
      } else {
        await to.either(file, cutBytes);
      }
    }
    for (let flipped = 0; flipped < FLIPPED; flipped++) {
      await to.either(
        `flipped/${name} ${String(flipped)}.${extension}`,
        withFlippedBits(bytes, 1 + dice.whole(60), bytes.length, dice),
      );
    }
    for (let head = 0; head < SPOILED_HEADS; head++) {
      await to.either(
        `spoiled head/${name} ${String(head)}.${extension}`,
        withFlippedBits(bytes, 1 + dice.whole(8), 256, dice),
      );
    }
  }
  await writeMisnamed(to, songs);
  await writeCutFronts(to, songs, dice);
  await writeNoise(to, dice);
}

function withFlippedBits(bytes: Buffer, bits: number, within: number, dice: Dice): Buffer {
  const copy = Buffer.from(bytes);
  for (let bit = 0; bit < bits; bit++) {
    const at = dice.whole(Math.min(within, bytes.length));
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << dice.whole(8)), at);
  }
  return copy;
}

/** What is in a file decides, not its extension. */
async function writeMisnamed(to: CaseWriter, { all }: Songs): Promise<void> {
  const extensions = ['mp3', 'flac', 'ogg', 'm4a', 'wav', 'aiff'];
  for (const [index, { name, extension, bytes }] of all.entries()) {
    for (const step of [1, 2, 4]) {
      const other = extensions[(index + step) % extensions.length] ?? '';
      await to.song(`misnamed/${name} as ${other} ${String(step)}.${other}`, bytes);
    }
    await to.nothing(`misnamed/${name}.${extension}.part`, bytes);
  }
}

/** The front is missing, as in a download that was picked up in the middle. */
async function writeCutFronts(to: CaseWriter, { all }: Songs, dice: Dice): Promise<void> {
  for (const { name, extension, bytes } of all) {
    for (const part of [0, 1]) {
      const from = 1 + dice.whole(bytes.length - 1);
      await to.either(`no front/${name} ${String(part)}.${extension}`, bytes.subarray(from));
    }
  }
}

async function writeNoise(to: CaseWriter, dice: Dice): Promise<void> {
  for (const length of [1, 2, 3, 9, 43, 44, 127, 128, 4_096, 70_000]) {
    for (const extension of ['mp3', 'wav']) {
      const file = `noise/${String(length)} bytes.${extension}`;
      // Chance may make an MPEG frame of noise.
      await to.problem(file, dice.bytes(length), ...DAMAGE);
    }
  }
  const text = 'This is a text about music, and no music.\n'.repeat(200);
  await to.problem('noise/text.mp3', Buffer.from(text), 'not-audio');
  await to.problem('noise/page.flac', Buffer.from(`<html>${text}</html>`), 'not-audio');
  await to.problem('noise/sync.mp3', Buffer.alloc(200_000, 0xff), 'not-audio');
  await to.problem('noise/zeros.ogg', Buffer.alloc(200_000), 'not-audio');
  for (const extension of ['mp3', 'flac', 'm4a', 'ogg', 'opus', 'wav', 'aiff', 'wma', 'ape']) {
    await to.problem(`noise/nothing.${extension}`, Buffer.alloc(0), 'file-empty');
  }
}
