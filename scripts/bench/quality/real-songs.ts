import { readTags } from '../../../electron/engine/tags/read-tags';
import { fetchSongs } from './fetch-packages';

/** Never used to train or choose a model. */
const JUDGING = [
  'flare-game',
  'lincity-ng-data',
  'endless-sky-data',
  'neverball-data',
  'megaglest-data',
  'supertuxkart-data',
  'naev-data',
  '0ad-data',
];
/** Nor were these, which make the library larger. */
const MORE = [
  'hyperrogue-music',
  'krank',
  'planetblupi-music-ogg',
  'ardentryst',
  'btanks-data',
  'colobot-common-sounds',
  'extremetuxracer-data',
  'fretsonfire-songs-muldjord',
  'fretsonfire-songs-sectoid',
  'plee-the-bear-data',
  'pushover-data',
  'supertux-data',
  'xmoto-data',
];
/** Small ones, for a quick look. */
const QUICK = [
  'flare-game',
  'lincity-ng-data',
  'hyperrogue-music',
  'krank',
  'xmoto-data',
  'ardentryst',
];

export interface RealSong {
  readonly path: string;
  readonly package: string;
  /** Whether it is of one of the packages that are for judging only. */
  readonly judging: boolean;
  /** The tag, or the package where there is none: the music of a game is an album. */
  readonly album: string;
  /** The tag. */
  readonly artist: string | undefined;
}

/** Freely licensed songs, as Debian packages them. @throws when apt-get cannot fetch them */
export async function realSongs(options: {
  readonly cacheDir: string;
  readonly quick: boolean;
  readonly tell: (text: string) => void;
}): Promise<readonly RealSong[]> {
  const { signal } = new AbortController();
  const songs: RealSong[] = [];
  for (const name of options.quick ? QUICK : [...JUDGING, ...MORE]) {
    for (const path of await fetchSongs(name, options)) {
      // A file that cannot be read is told of when it is to be heard.
      const tags = await readTags(path, { signal }).then(
        (read) => read.tags,
        () => undefined,
      );
      songs.push({
        path,
        package: name,
        judging: JUDGING.includes(name),
        album: `${name}/${fold(tags?.album) ?? ''}`,
        artist: fold(tags?.artist),
      });
    }
  }
  return songs;
}

function fold(text: string | null | undefined): string | undefined {
  const folded = text?.trim().toLowerCase();
  return folded === undefined || ['', 'none', 'non', 'n/a', '???', '<unknown>'].includes(folded)
    ? undefined
    : folded;
}
