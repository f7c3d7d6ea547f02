import { dropFromFlac } from './drop-from-flac';
import { dropFromId3 } from './drop-from-id3';
import { dropFromMp4 } from './drop-from-mp4';
import { dropFromOgg } from './drop-from-ogg';
import type { Recognised } from './recognise';
import type { SongBytes } from './song-bytes';
import type { Dropped } from './song-view';

/** Formats whose parser expects ID3v2 in front; elsewhere such a tag is out of place and left out as a whole. */
export const TAGGED_IN_FRONT: ReadonlySet<string | undefined> = new Set([
  'audio/mpeg',
  'audio/flac',
]);

/** Finds pictures and other tag items of more than `most` bytes, and padding, without reading them. */
export async function dropPictures(
  song: SongBytes,
  kind: Recognised,
  most: number,
): Promise<Dropped> {
  const inId3 = TAGGED_IN_FRONT.has(kind.mimeType)
    ? await dropFromId3(song, kind.id3Length, most)
    : { edits: [], hasPicture: false };
  const inContainer = await dropFromContainer(song, kind, most);
  return {
    edits: [...inId3.edits, ...inContainer.edits],
    hasPicture: inId3.hasPicture || inContainer.hasPicture,
  };
}

async function dropFromContainer(
  song: SongBytes,
  { mimeType, audioAt }: Recognised,
  most: number,
): Promise<Dropped> {
  switch (mimeType) {
    case 'audio/flac':
      return dropFromFlac(song, audioAt, most);
    case 'audio/mp4':
      return dropFromMp4(song, audioAt, most);
    case 'audio/ogg':
      // Pictures are base64 there.
      return dropFromOgg(song, audioAt, Math.ceil(most * 1.4));
    default:
      return { edits: [], hasPicture: false };
  }
}
