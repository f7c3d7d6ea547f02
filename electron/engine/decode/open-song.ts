import type { FileBytes } from './file-bytes';
import { openFlac } from './flac-song';
import { adtsHeader, mpegHeader } from './frame-headers';
import { firstFrame } from './frame-scan';
import { openMp4 } from './mp4-song';
import { openAdts, openMpeg } from './mpeg-song';
import { openOpus, openVorbis } from './ogg-song';
import type { Song, SongUse } from './song';
import { decodeError } from './song';
import { openAiff, openWav } from './wav-aiff';

/** Formats that are music and cannot be decoded, by their first bytes. */
const UNSUPPORTED: readonly (readonly [start: string, name: string])[] = [
  ['MAC ', "Monkey's Audio"],
  ['wvpk', 'WavPack'],
  ['TTA1', 'True Audio'],
  ['MPCK', 'Musepack'],
  ['MP+', 'Musepack'],
  ['DSD ', 'DSD'],
  ['FRM8', 'DSD'],
  ['\x30\x26\xb2\x75', 'Windows Media'],
  ['\x1a\x45\xdf\xa3', 'Matroska or WebM'],
  ['caff', 'Core Audio'],
  ['#!AMR', 'AMR'],
  ['ADIF', 'AAC without frame headers'],
  ['MThd', 'MIDI, which holds notes and no sound'],
];

/**
 * Opens a file by what is in it, whatever its name says.
 * @throws MugleError `not-audio`, `unsupported-format`, `damaged-audio` or `no-audio-samples`
 */
export async function openSong(file: FileBytes, use: SongUse): Promise<Song> {
  const start = await afterId3(file);
  const head = (await file.read(start, 64)).toString('latin1');
  if (head.startsWith('fLaC')) {
    return openFlac(file, start, use);
  }
  const whole = (await file.read(0, 12)).toString('latin1');
  if (/^(RIFF|RF64)[^]{4}WAVE/.test(whole)) {
    return openWav(file);
  }
  if (/^FORM[^]{4}AIF[FC]/.test(whole)) {
    return openAiff(file);
  }
  if (/^[^]{4}(ftyp|moov|mdat|wide|free|skip)/.test(whole)) {
    return openMp4(file);
  }
  if (whole.startsWith('OggS')) {
    return openOgg(file, use);
  }
  const unsupported = UNSUPPORTED.find(([marker]) => head.startsWith(marker));
  if (unsupported !== undefined) {
    throw unsupportedFormat(unsupported[1]);
  }
  return openFrames(file, start);
}

/** MPEG and ADTS have no marker: only that frames follow each other tells. */
async function openFrames(file: FileBytes, start: number): Promise<Song> {
  const mpeg = await firstFrame(file, start, mpegHeader);
  const adts = await firstFrame(file, start, adtsHeader);
  if (mpeg !== undefined && (adts === undefined || mpeg <= adts)) {
    return openMpeg(file, mpeg);
  }
  if (adts !== undefined) {
    return openAdts(file, adts);
  }
  throw decodeError(
    'not-audio',
    'The file holds no sound that is known here, whatever its name says. Open it in another player to check.',
  );
}

async function openOgg(file: FileBytes, use: SongUse): Promise<Song> {
  const pages = (await file.read(0, 4096)).toString('latin1');
  if (pages.includes('OpusHead')) {
    return openOpus(file, use);
  }
  if (pages.includes('\x01vorbis')) {
    return openVorbis(file);
  }
  const name = pages.includes('\x7fFLAC') ? 'FLAC' : pages.includes('Speex') ? 'Speex' : 'unknown';
  throw unsupportedFormat(`Ogg with ${name} coding`);
}

function unsupportedFormat(name: string): Error {
  return decodeError(
    'unsupported-format',
    `The file is ${name}, which cannot be decoded here. Convert it to FLAC, MP3 or Opus.`,
  );
}

/** The place after ID3v2 tags, several of which may follow each other. */
async function afterId3(file: FileBytes): Promise<number> {
  let at = 0;
  for (let tags = 0; tags < 10; tags += 1) {
    const head = await file.read(at, 10);
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') {
      break;
    }
    const size = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    at += 10 + size + ((head[5]! & 0x10) === 0 ? 0 : 10);
  }
  return at;
}
