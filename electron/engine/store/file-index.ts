import type { TrackId } from '../../shared/records';
import type { StoredFile } from './stored-records';

/** The known files, and which of them hold which song. */
export class FileIndex {
  readonly byPath = new Map<string, StoredFile>();
  /** Nearly every song has one path: a list of its own for each would double the time to open a library. */
  readonly #paths = new Map<TrackId, string | readonly string[]>();

  /** Oldest first. */
  pathsOf(id: TrackId): readonly string[] {
    const paths = this.#paths.get(id) ?? [];
    return typeof paths === 'string' ? [paths] : paths;
  }

  has(id: TrackId): boolean {
    return this.#paths.has(id);
  }

  /** Adds or replaces the file at a path. */
  set(file: StoredFile): void {
    const before = this.byPath.get(file.path);
    this.byPath.set(file.path, file);
    if (before?.trackId === file.trackId) {
      return;
    }
    if (before !== undefined) {
      this.#leave(before);
    }
    const others = this.#paths.get(file.trackId);
    this.#paths.set(
      file.trackId,
      others === undefined ? file.path : [...this.pathsOf(file.trackId), file.path],
    );
  }

  /** The file that was there. */
  delete(path: string): StoredFile | undefined {
    const file = this.byPath.get(path);
    if (file !== undefined) {
      this.byPath.delete(path);
      this.#leave(file);
    }
    return file;
  }

  #leave({ path, trackId }: StoredFile): void {
    const rest = this.pathsOf(trackId).filter((other) => other !== path);
    if (rest.length === 0) {
      this.#paths.delete(trackId);
    } else {
      this.#paths.set(trackId, rest);
    }
  }
}
