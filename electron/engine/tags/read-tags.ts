import type { IPicture } from 'music-metadata';
import { parseBlob } from 'music-metadata';
import { MugleError } from '../../shared/errors';
import type { TrackTags } from '../../shared/records';
import type { Parsed } from './clean-tags';
import { cleanTags, cleanWarnings } from './clean-tags';
import { TAGGED_IN_FRONT, dropPictures } from './drop-pictures';
import { oggDuration } from './ogg-duration';
import { pictureType } from './picture-type';
import type { Recognised } from './recognise';
import { recognise } from './recognise';
import { SongBytes } from './song-bytes';
import type { Dropped, Edit } from './song-view';
import { SongView } from './song-view';

/** A tag item of more bytes is no text. */
const MOST_ITEM = 65_536;
const MOST_COVER = 20 * 1024 ** 2;
/** Counting the frames of an MP3 without a length in its header means reading it all. */
const MOST_TO_COUNT = 64 * 1024 ** 2;

/**
 * What a file says about itself; reads tags and headers, never the pictures. The content decides what the file is,
 * not its extension. A damaged one gives what could be read, with warnings; whether it plays is for the decoder to say.
 * @throws MugleError `not-audio`, `file-empty`, `file-missing`, `file-unreadable`, `not-a-regular-file`, `cancelled`.
 */
export async function readTags(
  path: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<{ readonly tags: TrackTags; readonly warnings: readonly string[] }> {
  const song = await SongBytes.open(path, signal);
  try {
    const kind = await recognise(song);
    if (kind === undefined) {
      throw new MugleError(
        'not-audio',
        `${path} has the name of a song, but there is no sound in it that OK Mugle knows. Delete or rename it.`,
        { path, stage: 'tags' },
      );
    }
    const dropped = await dropPictures(song, kind, MOST_ITEM);
    const { parsed, warnings } = await parse(song, kind, dropped, true);
    const hasCover = dropped.hasPicture || coverOf(parsed) !== undefined;
    const { sampleRate, duration = null } = parsed?.format ?? {};
    const seconds =
      kind.mimeType === 'audio/ogg' ? await oggDuration(song, kind.audioAt, sampleRate) : duration;
    const tags = cleanTags(path, parsed, seconds, hasCover);
    return { tags, warnings: cleanWarnings(warnings) };
  } finally {
    await song.close();
  }
}

/**
 * The front cover of a song, or its first picture; `null` when it has none, or none that is a picture of at
 * most 20 MiB. The type is that of the bytes, not what the tag says.
 * @throws MugleError `file-empty`, `file-missing`, `file-unreadable`, `not-a-regular-file`.
 */
export async function readCover(
  path: string,
): Promise<{ readonly mimeType: string; readonly data: Uint8Array } | null> {
  const song = await SongBytes.open(path, new AbortController().signal);
  try {
    const kind = await recognise(song);
    if (kind === undefined) {
      return null;
    }
    const { parsed } = await parse(song, kind, await dropPictures(song, kind, MOST_COVER), false);
    const data = coverOf(parsed)?.data;
    const mimeType = data === undefined ? undefined : pictureType(data);
    return data === undefined || mimeType === undefined ? null : { mimeType, data };
  } finally {
    await song.close();
  }
}

/** Never throws for what is in the file: then `parsed` is what was found until the parser gave up. */
async function parse(
  song: SongBytes,
  { mimeType, id3Length, audioAt }: Recognised,
  { edits }: Dropped,
  mayCount: boolean,
): Promise<{ readonly parsed: Parsed | undefined; readonly warnings: readonly string[] }> {
  if (mimeType === undefined) {
    return { parsed: undefined, warnings: ['The tags of this format cannot be read.'] };
  }
  const view = new SongView(song, [
    ...edits,
    ...(await adapt(song, { mimeType, id3Length, audioAt })),
  ]);
  let seen: Parsed | undefined;
  try {
    const parsed = await parseBlob(view.asBlob(mimeType), {
      duration: mayCount && mimeType === 'audio/mpeg' && song.size <= MOST_TO_COUNT,
      observer: ({ metadata }) => (seen = metadata),
    });
    return { parsed, warnings: parsed.quality.warnings.map(({ message }) => message) };
  } catch (thrown) {
    if (thrown instanceof MugleError && thrown.kind !== 'damaged-audio') {
      throw thrown;
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const earlier = seen?.quality.warnings.map((warning) => warning.message) ?? [];
    return { parsed: seen, warnings: [message, ...earlier] };
  }
}

/** What music-metadata stumbles over: junk before the sound, ID3 in front of other containers, RF64. */
async function adapt(
  song: SongBytes,
  { mimeType, id3Length, audioAt }: Recognised,
): Promise<Edit[]> {
  const from = TAGGED_IN_FRONT.has(mimeType) ? id3Length : 0;
  const edits: Edit[] = [{ at: from, remove: audioAt - from, insert: Buffer.alloc(0) }];
  if (mimeType === 'audio/wav') {
    const name = await song.read(audioAt, 4);
    if (name.toString('latin1') !== 'RIFF') {
      edits.push({ at: audioAt, remove: 4, insert: Buffer.from('RIFF') });
    }
  }
  return edits;
}

function coverOf(parsed: Parsed | undefined): IPicture | undefined {
  const pictures = parsed?.common.picture ?? [];
  const real = pictures.filter(({ data }) => data.length > 0 && data.length <= MOST_COVER);
  return real.find(({ type }) => /front/i.test(type ?? '')) ?? real[0];
}
