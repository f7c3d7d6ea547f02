import type { SpaceName, TrackId, TrackTags } from '../../shared/records';
import { alikeSounds } from '../rank/alike-sounds';
import { RecordingGroups } from '../rank/recording-groups';
import {
  RECORDING_GENRE_ALONE,
  RECORDING_MELODY,
  RECORDING_SECONDS,
  recordingName,
} from '../rank/same-recording';
import type { LibraryStore } from '../store/library-store';
import { SpaceMoment } from '../store/vector-space';
import type { LibraryView } from './library-view';
import { Turns } from './turns';
import type { VersionFolds } from './version-folds';

interface SearchParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly versions: VersionFolds;
}

/** A song whose copies are looked for. */
interface SearchedSong {
  readonly id: TrackId;
  readonly tags: TrackTags;
  readonly seconds: number;
}

interface FoundRecordings {
  /** Two songs or more each. */
  readonly groups: readonly (readonly TrackId[])[];
  /** Cosines that were worked out to find songs that may be the same. */
  readonly compared: number;
}

/** One search: what it looks at, and what it has found so far. */
interface Search {
  readonly songs: readonly SearchedSong[];
  readonly groups: RecordingGroups<TrackId>;
  readonly turns: Turns;
}

/** What the answer rests on; the same gives the same answer. */
interface State {
  /** Of each song its id and its tags. Tags are replaced, never changed in place. */
  readonly songs: readonly unknown[];
  readonly toldApart: number;
  readonly genre: SpaceMoment;
  readonly melody: SpaceMoment;
}

/** Songs of one name that each is compared with, those of the nearest lengths first. */
const MOST_OF_A_NAME = 64;

/**
 * Finds songs that are the same recording: those of one title and artist, and those that sound alike whatever they are called.
 * The answer is kept until the songs, their vectors, or what a person told apart change.
 */
export class RecordingSearch {
  readonly #parts: SearchParts;
  #last: { readonly state: State; readonly found: FoundRecordings } | undefined;
  #running: Promise<FoundRecordings> | undefined;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Songs may have come and gone meanwhile. */
  async look(): Promise<FoundRecordings> {
    while (this.#running !== undefined) {
      await this.#running.catch(() => undefined);
    }
    this.#running = this.#look();
    try {
      return await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  async #look(): Promise<FoundRecordings> {
    const turns = new Turns();
    const { songs, state } = await this.#searched(turns);
    const last = this.#last;
    if (last !== undefined && this.#isNow(last.state, state)) {
      return last.found;
    }
    const found = await this.#search(songs, turns);
    this.#last = { state, found };
    return found;
  }

  async #searched(
    turns: Turns,
  ): Promise<{ readonly songs: readonly SearchedSong[]; readonly state: State }> {
    const { store, view, versions } = this.#parts;
    const songs: SearchedSong[] = [];
    const pieces: unknown[] = [];
    for (const { id, tags } of store.tracks.values()) {
      if (tags.durationSeconds !== null && view.isPresent(id)) {
        songs.push({ id, tags, seconds: tags.durationSeconds });
        pieces.push(id, tags);
      }
      await turns.rest();
    }
    const state = {
      songs: pieces,
      toldApart: versions.changes,
      genre: new SpaceMoment(store.space('genre')),
      melody: new SpaceMoment(store.space('melody')),
    };
    return { songs, state };
  }

  /** Whether what was found rests on what there is. */
  #isNow(then: State, now: State): boolean {
    const { store } = this.#parts;
    return (
      then.toldApart === now.toldApart &&
      then.genre.isNow(store.space('genre')) &&
      then.melody.isNow(store.space('melody')) &&
      areEqual(then.songs, now.songs)
    );
  }

  async #search(songs: readonly SearchedSong[], turns: Turns): Promise<FoundRecordings> {
    const { versions } = this.#parts;
    // Every pair is judged by its songs as they are then: rows may have moved since it was found.
    const groups = new RecordingGroups<TrackId>((a, b) => versions.areSameRecording(a, b));
    const search = { songs, groups, turns };
    await joinNamed(search);
    let compared = await this.#joinAlike(search, 'melody', RECORDING_MELODY);
    if (await this.#isMelodyMissing(search)) {
      compared += await this.#joinAlike(search, 'genre', RECORDING_GENRE_ALONE);
    }
    return { groups: groups.groups(), compared };
  }

  /** Whether a song was listened to and has no melody; one that waits to be listened to has nothing to be compared by. */
  async #isMelodyMissing({ songs, turns }: Search): Promise<boolean> {
    const { store } = this.#parts;
    for (const { id } of songs) {
      const isKnown = store.space('melody')?.rowOf(id) !== undefined;
      if (!isKnown && store.space('genre')?.rowOf(id) !== undefined) {
        return true;
      }
      await turns.rest();
    }
    return false;
  }

  async #joinAlike(
    { songs, groups, turns }: Search,
    name: SpaceName,
    cosine: number,
  ): Promise<number> {
    const space = this.#parts.store.space(name);
    if (space === undefined) {
      return 0;
    }
    // As it is now: rows that come or go while others have their turn are of no account.
    const { dims, codes, peaks } = space;
    const inSpace: { readonly id: TrackId; readonly row: number; readonly seconds: number }[] = [];
    for (const { id, seconds } of songs) {
      const row = space.rowOf(id);
      if (row !== undefined && row < peaks.length) {
        inSpace.push({ id, row, seconds });
      }
      await turns.rest();
    }
    const limits = { seconds: RECORDING_SECONDS, cosine };
    let compared = 0;
    for (const batch of alikeSounds({ dims, codes, peaks }, inSpace, limits)) {
      compared += batch.compared;
      for (const [a, b] of batch.pairs) {
        groups.join(inSpace[a]?.id ?? '', inSpace[b]?.id ?? '');
        await turns.rest();
      }
      await turns.rest();
    }
    return compared;
  }
}

async function joinNamed({ songs, groups, turns }: Search): Promise<void> {
  const byName = new Map<string, SearchedSong[]>();
  for (const song of songs) {
    const name = recordingName(song.tags);
    const alike = byName.get(name);
    if (alike !== undefined) {
      alike.push(song);
    } else if (name !== '') {
      byName.set(name, [song]);
    }
    await turns.rest();
  }
  for (const alike of byName.values()) {
    // Most names are those of one song.
    await turns.rest();
    alike.sort((a, b) => a.seconds - b.seconds);
    for (const [at, song] of alike.entries()) {
      for (const before of alike.slice(Math.max(0, at - MOST_OF_A_NAME), at)) {
        groups.join(before.id, song.id);
        await turns.rest();
      }
    }
  }
}

function areEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}
