import type { FileBytes } from '../file-bytes';
import type { AudioPart, FindAudio, Span } from './audio-part';
import { findAiffAudio, findWavAudio } from './chunks';
import { findFlacAudio } from './flac';
import { findMp3Audio } from './mp3';
import { findMp4Audio } from './mp4';

/**
 * Where the sound lies in a file, found by content, not by name. Bytes of no known container, or of a damaged one,
 * count as they are (MP3, AAC, WavPack and Monkey's Audio have nothing but outer tags).
 */
export async function findAudio(file: FileBytes, bare: Span): Promise<AudioPart> {
  const to = bare.at + bare.length;
  const head = await file.read(bare.at, 12);
  const found = await containerOf(head)?.(file, bare.at, to);
  return found ?? { format: 'bytes', facts: [], spans: [bare] };
}

function containerOf(head: Buffer): FindAudio | undefined {
  const [first, kind] = [head.toString('latin1', 0, 4), head.toString('latin1', 8, 12)];
  if (first === 'fLaC') {
    return findFlacAudio;
  }
  if (['ftyp', 'moov', 'mdat'].includes(head.toString('latin1', 4, 8))) {
    return findMp4Audio;
  }
  if (['RIFF', 'RF64', 'BW64'].includes(first) && kind === 'WAVE') {
    return findWavAudio;
  }
  if (first === 'FORM' && ['AIFF', 'AIFC'].includes(kind)) {
    return findAiffAudio;
  }
  if (head[0] === 0xff) {
    return findMp3Audio;
  }
  return undefined;
}
