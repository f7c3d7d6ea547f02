import type { ListedPlaylist, ListedSong } from './listed-songs';
import { MOST_ENTRIES, MOST_LISTS } from './listed-songs';
import { notAPlaylist } from './playlist-errors';
import type { XmlReader } from './xml-events';
import { readXml } from './xml-events';

type Attributes = Readonly<Record<string, string>>;
type Song = Omit<ListedSong, 'line'>;

interface OpenNode {
  readonly name: string;
  readonly byLocation: boolean;
  readonly entries: { readonly key: string; readonly line: number }[];
  /** Type 1 is a playlist, 0 a folder. */
  readonly isList: boolean;
}

/**
 * Rekordbox XML: a collection of tracks, and playlists that name them by id or by location. Folders become part of the
 * lists' names.
 * @throws MugleError `not-a-playlist`
 */
export async function readRekordbox(text: string): Promise<readonly ListedPlaylist[]> {
  const collection = new Collection();
  await readXml(text, collection);
  return collection.playlists();
}

class Collection implements XmlReader {
  readonly #byId = new Map<string, Song>();
  readonly #byLocation = new Map<string, Song>();
  readonly #nodes: OpenNode[] = [];
  readonly #found: { readonly name: string; readonly node: OpenNode }[] = [];
  #inCollection = false;
  #entries = 0;

  open(element: string, attributes: Attributes, line: number): void {
    if (element === 'COLLECTION') {
      this.#inCollection = true;
    } else if (element === 'NODE') {
      this.#nodes.push(nodeOf(attributes));
    } else if (element === 'TRACK') {
      this.#track(attributes, line);
    }
  }

  close(element: string): void {
    if (element === 'COLLECTION') {
      this.#inCollection = false;
    }
    const node = element === 'NODE' ? this.#nodes.pop() : undefined;
    if (node?.isList === true) {
      // The first folder is the root, whose name says nothing.
      const names = [...this.#nodes.slice(1), node].map(({ name }) => name);
      this.#found.push({ name: names.join(' / '), node });
    }
    if (this.#found.length > MOST_LISTS) {
      throw notAPlaylist(`it has more than ${String(MOST_LISTS)} lists.`);
    }
  }

  playlists(): readonly ListedPlaylist[] {
    return this.#found.map(({ name, node }) => ({
      name,
      songs: node.entries.map(({ key, line }) => ({
        line,
        ...((node.byLocation ? this.#byLocation : this.#byId).get(key) ?? unknownSong(key)),
      })),
    }));
  }

  #track(attributes: Attributes, line: number): void {
    this.#entries++;
    if (this.#entries > MOST_ENTRIES) {
      throw notAPlaylist(`it has more than ${String(MOST_ENTRIES)} songs.`);
    }
    if (this.#inCollection) {
      const song = songOf(attributes);
      this.#byId.set(attributes['TrackID'] ?? '', song);
      this.#byLocation.set(attributes['Location'] ?? '', song);
    } else {
      this.#nodes.at(-1)?.entries.push({ key: attributes['Key'] ?? '', line });
    }
  }
}

function nodeOf(attributes: Attributes): OpenNode {
  return {
    name: attributes['Name'] ?? '',
    byLocation: attributes['KeyType'] === '1',
    entries: [],
    isList: attributes['Type'] === '1',
  };
}

function songOf(attributes: Attributes): Song {
  const seconds = Number(attributes['TotalTime']);
  const location = attributes['Location'] ?? '';
  return {
    locations: location === '' ? [] : [location],
    title: attributes['Name'] ?? '',
    artist: attributes['Artist'] ?? '',
    durationSeconds: seconds > 0 ? seconds : null,
  };
}

/** A list names a track that the collection does not have: by location it may be found all the same. */
function unknownSong(key: string): Song {
  return { locations: [key], title: '', artist: '', durationSeconds: null };
}
