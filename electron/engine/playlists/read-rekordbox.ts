import type { ListedPlaylist, ListedSong } from './listed-songs';
import { MOST_ENTRIES, MOST_LISTS } from './listed-songs';
import { notAPlaylist } from './playlist-errors';
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
  const byId = new Map<string, Song>();
  const byLocation = new Map<string, Song>();
  const nodes: OpenNode[] = [];
  const found: { readonly name: string; readonly node: OpenNode }[] = [];
  let inCollection = false;
  let entries = 0;
  await readXml(text, {
    open: (element, attributes, line) => {
      entries += element === 'TRACK' ? 1 : 0;
      if (entries > MOST_ENTRIES || found.length > MOST_LISTS) {
        throw notAPlaylist('it has more songs or lists than any collection.');
      }
      if (element === 'COLLECTION') {
        inCollection = true;
      } else if (element === 'NODE') {
        nodes.push(nodeOf(attributes));
      } else if (element === 'TRACK' && inCollection) {
        const song = songOf(attributes);
        byId.set(attributes['TrackID'] ?? '', song);
        byLocation.set(attributes['Location'] ?? '', song);
      } else if (element === 'TRACK') {
        nodes.at(-1)?.entries.push({ key: attributes['Key'] ?? '', line });
      }
    },
    close: (element) => {
      if (element === 'COLLECTION') {
        inCollection = false;
      } else if (element === 'NODE') {
        const node = nodes.pop();
        if (node?.isList === true) {
          // The first folder is the root, whose name says nothing.
          const names = [...nodes.slice(1), node].map(({ name }) => name);
          found.push({ name: names.join(' / '), node });
        }
      }
    },
  });
  return found.map(({ name, node }) => ({
    name,
    songs: node.entries.map(({ key, line }) => ({
      line,
      ...((node.byLocation ? byLocation : byId).get(key) ?? unknownSong(key)),
    })),
  }));
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
