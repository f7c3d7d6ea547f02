import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '../../shared/records';
import { isAppleLossless } from './apple-lossless';

export interface Playable {
  readonly path: string;
  readonly mimeType: string;
}

/** What Chromium plays by itself. */
const PLAYED_AS_IS: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.mp4': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
};
const MAYBE_APPLE_LOSSLESS: ReadonlySet<string> = new Set(['.m4a', '.mp4']);
/** About 20 albums of WAV; the songs played longest ago go first. */
const CACHE_LIMIT_BYTES = 2 * 1024 ** 3;

/** Gives songs in a form that Chromium can play; the WAVs it makes stay in a cache of bounded size. */
export class PlayableFiles {
  readonly #folder: string;
  readonly #abort = new AbortController();
  readonly #making = new Map<TrackId, Promise<Playable>>();

  constructor(cacheDir: string) {
    this.#folder = path.join(cacheDir, 'playable');
  }

  /** @throws MugleError from decode when a WAV is needed and cannot be made. */
  async get(id: TrackId, file: string): Promise<Playable> {
    const extension = path.extname(file).toLowerCase();
    const mimeType = PLAYED_AS_IS[extension];
    const asIs =
      mimeType !== undefined &&
      !(MAYBE_APPLE_LOSSLESS.has(extension) && (await isAppleLossless(file)));
    if (asIs) {
      return { path: file, mimeType };
    }
    let making = this.#making.get(id);
    if (making === undefined) {
      making = this.#wav(id, file).finally(() => this.#making.delete(id));
      this.#making.set(id, making);
    }
    return making;
  }

  close(): void {
    this.#abort.abort();
  }

  async #wav(id: TrackId, file: string): Promise<Playable> {
    const target = path.join(this.#folder, `${id}.wav`);
    const now = new Date();
    if (await exists(target)) {
      await utimes(target, now, now);
      return { path: target, mimeType: 'audio/wav' };
    }
    await mkdir(this.#folder, { recursive: true });
    // Under its final name only when complete: a kill in between leaves no half song.
    const part = path.join(this.#folder, `${id}.${randomUUID()}.part`);
    try {
      // Decoders are loaded with the first song that needs one, and not while the library opens.
      const { decodeToWav } = await import('../decode/decode-passages');
      await decodeToWav(file, part, { signal: this.#abort.signal });
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
    await this.#trim(target);
    return { path: target, mimeType: 'audio/wav' };
  }

  async #trim(keep: string): Promise<void> {
    const entries = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const full = path.join(this.#folder, name);
        const { size, mtimeMs } = await stat(full);
        return { full, size, mtimeMs };
      }),
    );
    let bytes = entries.reduce((sum, { size }) => sum + size, 0);
    for (const { full, size } of entries.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes <= CACHE_LIMIT_BYTES) {
        return;
      }
      if (full !== keep) {
        await rm(full, { force: true });
        bytes -= size;
      }
    }
  }
}

/** Whether a file is there, and can be opened. */
async function exists(file: string): Promise<boolean> {
  try {
    await (await open(file)).close();
    return true;
  } catch {
    return false;
  }
}
