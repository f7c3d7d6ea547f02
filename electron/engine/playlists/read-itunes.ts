import type { ListedPlaylist, ListedSong } from './listed-songs';
import { MOST_ENTRIES, MOST_LISTS } from './listed-songs';
import { notAPlaylist } from './playlist-errors';
import { readXml } from './xml-events';

type Value = string | true | Dict | List;
interface List {
  readonly items: Value[];
}
interface Dict {
  readonly line: number;
  readonly values: Map<string, Value>;
}
interface Frame {
  readonly kind: 'dict' | 'array';
  readonly dict: Dict;
  readonly list: List;
  key: string;
}

/** All that is kept of a library with its hundred keys a song; ids of songs are numbers. */
const WANTED = new Set([
  'Tracks',
  'Playlists',
  'Name',
  'Artist',
  'Total Time',
  'Location',
  'Track ID',
  'Playlist Items',
  'Master',
  'Distinguished Kind',
  'Folder',
]);

/** The XML that iTunes and Apple Music write; their own lists (all music, podcasts, …) are left out. @throws MugleError `not-a-playlist` */
export async function readItunes(text: string): Promise<readonly ListedPlaylist[]> {
  const root = await readPlist(text);
  const tracks = dictAt(root, 'Tracks');
  const lists = listAt(root, 'Playlists');
  if (lists.length > MOST_LISTS) {
    throw notAPlaylist(`it has more than ${String(MOST_LISTS)} lists.`);
  }
  return lists.flatMap((list) => {
    if (!isDict(list) || isOwn(list)) {
      return [];
    }
    const songs = listAt(list, 'Playlist Items').flatMap((item): ListedSong[] => {
      const id = isDict(item) ? item.values.get('Track ID') : undefined;
      return isDict(item) && typeof id === 'string'
        ? [songOf(item.line, tracks?.values.get(id))]
        : [];
    });
    return [{ name: textAt(list, 'Name'), songs }];
  });
}

function isOwn({ values }: Dict): boolean {
  return values.has('Master') || values.has('Distinguished Kind') || values.has('Folder');
}

function songOf(line: number, track: Value | undefined): ListedSong {
  const dict = isDict(track) ? track : undefined;
  const milliseconds = Number(textAt(dict, 'Total Time'));
  const location = textAt(dict, 'Location');
  return {
    line,
    locations: location === '' ? [] : [location],
    title: textAt(dict, 'Name'),
    artist: textAt(dict, 'Artist'),
    durationSeconds: milliseconds > 0 ? milliseconds / 1000 : null,
  };
}

/** The root of a property list, of which only the keys that matter are kept. */
async function readPlist(text: string): Promise<Dict | undefined> {
  const frames: Frame[] = [];
  let root: Dict | undefined;
  let kept = 0;
  const put = (value: Value): void => {
    const parent = frames.at(-1);
    if (parent === undefined) {
      root ??= isDict(value) ? value : undefined;
    } else if (parent.kind === 'array') {
      parent.list.items.push(value);
    } else if (WANTED.has(parent.key) || /^\d+$/.test(parent.key)) {
      parent.dict.values.set(parent.key, value);
    }
  };
  await readXml(text, {
    open: (element, _attributes, line) => {
      if (element === 'dict' || element === 'array') {
        kept++;
        if (kept > 4 * MOST_ENTRIES) {
          throw notAPlaylist('it has more entries than any library.');
        }
        frames.push({
          kind: element,
          dict: { line, values: new Map() },
          list: { items: [] },
          key: '',
        });
      }
    },
    close: (element, value) => {
      const parent = frames.at(-1);
      if (element === 'dict' || element === 'array') {
        frames.pop();
        if (parent !== undefined) {
          put(parent.kind === 'dict' ? parent.dict : parent.list);
        }
      } else if (element === 'key' && parent !== undefined) {
        parent.key = value;
      } else if (element === 'string' || element === 'integer') {
        put(value);
      } else if (element === 'true') {
        put(true);
      }
    },
  });
  return root;
}

function isDict(value: Value | undefined): value is Dict {
  return typeof value === 'object' && 'values' in value;
}

function dictAt(dict: Dict | undefined, key: string): Dict | undefined {
  const value = dict?.values.get(key);
  return isDict(value) ? value : undefined;
}

function listAt(dict: Dict | undefined, key: string): readonly Value[] {
  const value = dict?.values.get(key);
  return typeof value === 'object' && 'items' in value ? value.items : [];
}

function textAt(dict: Dict | undefined, key: string): string {
  const value = dict?.values.get(key);
  return typeof value === 'string' ? value : '';
}
