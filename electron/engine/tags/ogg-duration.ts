import type { SongBytes } from './song-bytes';

const MOST_PAGE = 65_307;
const OPUS_RATE = 48_000;
const PAGE_HEADER = 27;

/**
 * Seconds of an Ogg file by the time stamp of its last page; `null` when it has none.
 * `sampleRate` is that of the codec; Opus has one of its own.
 */
export async function oggDuration(
  song: SongBytes,
  audioAt: number,
  sampleRate: number | undefined,
): Promise<number | null> {
  const first = await song.read(audioAt, 512);
  const opusAt = first.indexOf('OpusHead');
  const rate = opusAt === -1 ? sampleRate : OPUS_RATE;
  const preSkip = opusAt === -1 || opusAt + 12 > first.length ? 0 : first.readUInt16LE(opusAt + 10);
  const samples = await lastGranule(song, first.length < 18 ? undefined : first.readUInt32LE(14));
  if (samples === undefined || rate === undefined || rate <= 0) {
    return null;
  }
  return Math.max(0, samples - preSkip) / rate;
}

async function lastGranule(
  song: SongBytes,
  serial: number | undefined,
): Promise<number | undefined> {
  const from = Math.max(0, song.size - MOST_PAGE);
  const tail = await song.read(from, MOST_PAGE);
  for (let at = tail.lastIndexOf('OggS'); at !== -1; at = before(tail, at)) {
    const isWhole = at + PAGE_HEADER <= tail.length;
    if (isWhole && tail.readUInt32LE(at + 14) === serial) {
      const granule = tail.readBigInt64LE(at + 6);
      // -1: no packet ends on this page.
      if (granule > 0n) {
        return Number(granule);
      }
    }
  }
  return undefined;
}

function before(tail: Buffer, at: number): number {
  return at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1);
}
