import type { SongBytes } from './song-bytes';

const MOST_PAGE = 65_307;
const OPUS_RATE = 48_000;
const PAGE_HEADER = 27;
const FIRST_PAGES = 4_096;

/**
 * Seconds of an Ogg file by the time stamp of its last page; `null` when it has none.
 * `sampleRate` is that of the codec; Opus has one of its own.
 */
export async function oggDuration(
  song: SongBytes,
  audioAt: number,
  sampleRate: number | undefined,
): Promise<number | null> {
  const first = await song.read(audioAt, FIRST_PAGES);
  const opusAt = first.indexOf('OpusHead');
  const rate = opusAt === -1 ? sampleRate : OPUS_RATE;
  const preSkip = opusAt === -1 || opusAt + 12 > first.length ? 0 : first.readUInt16LE(opusAt + 10);
  // The first pages are one per stream; that of a picture may come before that of the sound.
  const soundAt = opusAt === -1 ? first.indexOf('\x01vorbis') : opusAt;
  const pageAt = soundAt === -1 ? 0 : first.lastIndexOf('OggS', soundAt);
  const serial = pageAt === -1 ? Buffer.of() : first.subarray(pageAt + 14, pageAt + 18);
  const samples = await lastGranule(song, serial);
  if (samples === undefined || rate === undefined || rate <= 0) {
    return null;
  }
  return Math.max(0, samples - preSkip) / rate;
}

async function lastGranule(song: SongBytes, serial: Buffer): Promise<number | undefined> {
  const from = Math.max(0, song.size - MOST_PAGE);
  const tail = await song.read(from, MOST_PAGE);
  for (let at = tail.lastIndexOf('OggS'); at !== -1; at = before(tail, at)) {
    const isWhole = at + PAGE_HEADER <= tail.length;
    if (isWhole && tail.subarray(at + 14, at + 18).equals(serial)) {
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
