import { findMpegAudio } from './mpeg-frames';
import type { SongBytes } from './song-bytes';

/** What a file holds, by its content: extensions lie. */
export interface Recognised {
  /** One that music-metadata knows, or `undefined` for audio it has no parser for. */
  readonly mimeType: string | undefined;
  /** Length of the ID3v2 tags at the start, 0 without. */
  readonly id3Length: number;
  /** Where the audio begins behind tags and junk. */
  readonly audioAt: number;
}

const MPEG = 'audio/mpeg';
/** Letters at an offset. The longer of two that fit stands first. */
const MAGIC: readonly (readonly [at: number, letters: string, mimeType: string | undefined])[] = [
  [0, 'fLaC', 'audio/flac'],
  [0, 'OggS', 'audio/ogg'],
  [4, 'ftyp', 'audio/mp4'],
  [4, 'moov', 'audio/mp4'],
  [4, 'mdat', 'audio/mp4'],
  [4, 'wide', 'audio/mp4'],
  [0, 'wvpk', 'audio/wavpack'],
  [0, 'MAC ', 'audio/ape'],
  [0, 'MPCK', 'audio/musepack'],
  [0, 'MP+', 'audio/musepack'],
  [0, '0&\xb2u\x8ef\xcf\x11', 'audio/ms-wma'],
  [0, 'DSD ', 'audio/dsf'],
  [0, 'FRM8', 'audio/dsd'],
  [0, '\x1aE\xdf\xa3', 'audio/matroska'],
  [0, 'caff', undefined],
  [0, 'TTA1', undefined],
  [0, '.snd', undefined],
  [0, 'riff.\x91\xcf\x11', undefined],
];
const FORMS: Readonly<Record<string, string>> = {
  'RIFF WAVE': 'audio/wav',
  'RF64 WAVE': 'audio/wav',
  'BW64 WAVE': 'audio/wav',
  'FORM AIFF': 'audio/aiff',
  'FORM AIFC': 'audio/aiff',
};
const ID3_HEADER = 10;
const MOST_TAGS = 16;
/** Junk in front of MP3 frames: padding, half a web page, a cut-off picture. */
const SHORT_LOOK = 8_192;
const LONG_LOOK = 1_048_576;

/** What a file is, or `undefined` when there is no sound in it that anyone knows. */
export async function recognise(song: SongBytes): Promise<Recognised | undefined> {
  const id3Length = await lengthOfId3(song);
  const head = await song.read(id3Length, 16);
  const known = knownContainer(head);
  if (known !== undefined) {
    return { mimeType: known.mimeType, id3Length, audioAt: id3Length };
  }
  for (const look of [SHORT_LOOK, LONG_LOOK]) {
    const bytes = await song.read(id3Length, look);
    const frames = findMpegAudio(bytes, id3Length + bytes.length >= song.size);
    if (frames !== -1) {
      return { mimeType: MPEG, id3Length, audioAt: id3Length + frames };
    }
  }
  // Someone tagged it as a song; whether it is one is for the decoder to say.
  const isTagged = (await song.read(0, 3)).toString('latin1') === 'ID3';
  return isTagged ? { mimeType: MPEG, id3Length, audioAt: id3Length } : undefined;
}

function knownContainer(head: Buffer): { mimeType: string | undefined } | undefined {
  const text = head.toString('latin1');
  const form = FORMS[`${text.slice(0, 4)} ${text.slice(8, 12)}`];
  if (form !== undefined) {
    return { mimeType: form };
  }
  const magic = MAGIC.find(([at, letters]) => text.startsWith(letters, at));
  return magic === undefined ? undefined : { mimeType: magic[2] };
}

async function lengthOfId3(song: SongBytes): Promise<number> {
  let at = 0;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    const head = await song.read(at, ID3_HEADER);
    const size = id3Size(head);
    if (size === undefined || at + size > song.size) {
      break;
    }
    at += size;
  }
  return at;
}

/** Length of the whole ID3v2 tag with this header, or `undefined`. */
export function id3Size(head: Buffer): number | undefined {
  const sizes = head.subarray(6, ID3_HEADER);
  if (
    head.length < ID3_HEADER ||
    head.toString('latin1', 0, 3) !== 'ID3' ||
    sizes.some((byte) => byte > 0x7f)
  ) {
    return undefined;
  }
  const footer = (head.readUInt8(5) & 0x10) === 0 ? 0 : ID3_HEADER;
  return ID3_HEADER + sizes.reduce((sum, byte) => sum * 128 + byte, 0) + footer;
}
