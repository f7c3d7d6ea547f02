import path from 'node:path';

/**
 * What counts as a song by its name. Formats that cannot be decoded are in the list too: they become an entry of the
 * problems list, which is better than a song that is missing without a word. Audiobooks (.m4b) and videos are not.
 */
const MUSIC_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'mp3 mp2 mp1 mpga flac fla ogg oga opus spx m4a mp4 aac adts alac ' +
    'wav wave bwf rf64 w64 aif aiff aifc caf wma ape wv mpc mp+ tta dsf dff mka weba'
  )
    .split(' ')
    .map((extension) => `.${extension}`),
);
/** Trash, indexes and other folders of systems and network drives; lower case. */
const SYSTEM_FOLDERS: ReadonlySet<string> = new Set([
  '$recycle.bin',
  'system volume information',
  '@eadir',
  '#recycle',
  '@recycle',
  '@recently-snapshot',
  'lost+found',
]);

/** Whether a file of this name may be a song. */
export function isMusicName(name: string): boolean {
  return !isHidden(name) && MUSIC_EXTENSIONS.has(path.extname(name).toLowerCase());
}

/** Whether a folder of this name is looked into. */
export function isMusicFolder(name: string): boolean {
  return !isHidden(name) && !SYSTEM_FOLDERS.has(name.toLowerCase());
}

/** `.Trash` and `._song.mp3` are hidden; `...Baby One More Time.mp3` and `.38 Special` are music. */
function isHidden(name: string): boolean {
  return /^\.[^.\d\s]/.test(name);
}
