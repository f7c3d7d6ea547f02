import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '../../shared/records';
import type { FileReader } from './file-reader';

export interface Playable {
  readonly path: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
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
/** About 20 albums of WAV; the songs played longest ago go first. */
const CACHE_LIMIT_BYTES = 2 * 1024 ** 3;

/** Songs whose bytes are asked for piece by piece; looked at anew when they are played again. */
const MOST_OPEN = 16;

/**
 * Gives songs in a form that Chromium can play; the WAVs it makes stay in a cache of bounded size. Songs are read and
 * decoded by the reader only: their drives may hang, and decoders may crash.
 */
export class PlayableFiles {
  readonly #folder: string;
  readonly #reader: Pick<FileReader, 'do'>;
  readonly #making = new Map<TrackId, Promise<Playable>>();
  /** By the path of the song. */
  readonly #open = new Map<string, Playable>();

  constructor(cacheDir: string, reader: Pick<FileReader, 'do'>) {
    this.#folder = path.join(cacheDir, 'playable');
    this.#reader = reader;
  }

  /** @throws MugleError `file-missing`, `file-unreadable`, `timed-out`; from decode when a WAV cannot be made. */
  async get(id: TrackId, file: string): Promise<Playable> {
    const playable = (await this.#asIs(file)) ?? (await this.#asWav(id, file));
    this.#open.delete(file);
    this.#open.set(file, playable);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) {
      this.#open.delete(oldest);
    }
    return playable;
  }

  /** At most `length` bytes of what is played for a song; none behind its end. @throws MugleError as above. */
  async read(id: TrackId, file: string, from: number, length: number): Promise<Uint8Array> {
    const open = this.#open.get(file);
    if (open !== undefined && open.path !== file && !(await exists(open.path))) {
      // The cache may be emptied at any time; the WAV is made again.
      this.#open.delete(file);
    }
    const { path: played } = this.#open.get(file) ?? (await this.get(id, file));
    return this.#reader.do({ what: 'bytes', path: played, from, length });
  }

  /** The song itself, unless it is of a kind that is not played. */
  async #asIs(file: string): Promise<Playable | undefined> {
    const mimeType = PLAYED_AS_IS[path.extname(file).toLowerCase()];
    if (mimeType === undefined) {
      return undefined;
    }
    const seen = await this.#reader.do({ what: 'look-to-play', path: file });
    return seen.isAppleLossless ? undefined : { path: file, mimeType, sizeBytes: seen.sizeBytes };
  }

  #asWav(id: TrackId, file: string): Promise<Playable> {
    let making = this.#making.get(id);
    if (making === undefined) {
      making = this.#wav(id, file).finally(() => this.#making.delete(id));
      this.#making.set(id, making);
    }
    return making;
  }

  async #wav(id: TrackId, file: string): Promise<Playable> {
    const target = path.join(this.#folder, `${id}.wav`);
    const now = new Date();
    if (await exists(target)) {
      await utimes(target, now, now);
    } else {
      await this.#makeWav(id, file, target);
    }
    return { path: target, mimeType: 'audio/wav', sizeBytes: (await stat(target)).size };
  }

  async #makeWav(id: TrackId, file: string, target: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    // Under its final name only when complete: a kill in between leaves no half song.
    const part = path.join(this.#folder, `${id}.${randomUUID()}.part`);
    try {
      await this.#reader.do({ what: 'wav', path: file, out: part });
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
    await this.#trim(target);
  }

  async #trim(keep: string): Promise<void> {
    // What is being written now ends in `.part` and is left alone.
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.wav'));
    const entries = await Promise.all(
      names.map(async (name) => {
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
