import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { TrackId } from '../../shared/records';
import type { Span } from './containers/audio-part';
import { findAudio } from './containers/find-audio';
import { findOggSound } from './containers/ogg';
import { withoutOuterTags } from './containers/outer-tags';
import { FileBytes } from './file-bytes';

/** Changing anything about how ids are made changes this, and every song is listened to again. */
const VERSION = 'ok-mugle content-id 1';
const ID_DIGITS = 32;
const MOST_WHOLE = 1_048_576;
const EDGE = 131_072;
const MIDDLE = 65_536;
const MIDDLES = 4;

/**
 * Names a song by its sound: the same for a renamed, moved or retagged file. Long songs are sampled (length, both
 * ends, four blocks between them), so about half a megabyte is read. Any bytes get an id.
 * @throws MugleError `file-missing`, `file-unreadable`, `not-a-regular-file`, `cancelled`.
 */
export async function contentId(
  path: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<TrackId> {
  const file = await FileBytes.open(path, signal);
  try {
    const hash = createHash('sha256').update(VERSION);
    const bare = await withoutOuterTags(file);
    if (!(await hashOgg(hash, file, bare))) {
      await hashSpans(hash, file, bare);
    }
    return hash.digest('hex').slice(0, ID_DIGITS);
  } finally {
    await file.close();
  }
}

async function hashOgg(hash: Hash, file: FileBytes, bare: Span): Promise<boolean> {
  const magic = await file.read(bare.at, 4);
  const sound =
    magic.toString('latin1') === 'OggS'
      ? await findOggSound(file, bare.at, bare.at + bare.length)
      : undefined;
  if (sound === undefined) {
    return false;
  }
  addAll(hash, ['ogg', sound.lastGranule, sound.head, sound.tail]);
  return true;
}

async function hashSpans(hash: Hash, file: FileBytes, bare: Span): Promise<void> {
  const { format, facts, spans } = await findAudio(file, bare);
  const length = spans.reduce((sum, span) => sum + span.length, 0);
  addAll(hash, [format, ...facts, String(length)]);
  for (const sample of samplesOf(length)) {
    for (const { at, length: part } of within(spans, sample)) {
      hash.update(await file.read(at, part));
    }
  }
}

/** Each with its length in front: no two lists of parts look alike. */
function addAll(hash: Hash, parts: readonly (string | Buffer)[]): void {
  for (const part of parts) {
    hash.update(`\n${Buffer.byteLength(part)}:`).update(part);
  }
}

/** The pieces of a song of this length that are read. */
function samplesOf(length: number): readonly Span[] {
  if (length <= MOST_WHOLE) {
    return [{ at: 0, length }];
  }
  const step = (length - 2 * EDGE) / (MIDDLES + 1);
  const middles = Array.from({ length: MIDDLES }, (_, index) => ({
    at: Math.floor(EDGE + step * (index + 1) - MIDDLE / 2),
    length: MIDDLE,
  }));
  return [{ at: 0, length: EDGE }, ...middles, { at: length - EDGE, length: EDGE }];
}

/** A piece of the sound as pieces of the file. */
function within(spans: readonly Span[], { at, length }: Span): Span[] {
  const parts: Span[] = [];
  let before = 0;
  for (const span of spans) {
    const from = Math.max(at, before);
    const to = Math.min(at + length, before + span.length);
    if (to > from) {
      parts.push({ at: span.at + from - before, length: to - from });
    }
    before += span.length;
  }
  return parts;
}
