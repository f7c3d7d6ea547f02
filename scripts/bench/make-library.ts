import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fillLibrary } from './synthetic-library';

export interface MakeLibraryResult {
  readonly tracks: number;
  readonly seconds: number;
  /** To be given to `npm start -- --user-data-dir=…`. */
  readonly userData: string;
}

/** Makes a library of synthetic songs to look at in the app; the folder must not be there yet. */
export async function makeLibrary(
  { tracks = 100_000, out }: { readonly tracks?: number; readonly out: string },
  tell: (text: string) => void,
): Promise<MakeLibraryResult> {
  const userData = path.resolve(out);
  const isThere = await stat(userData).then(
    () => true,
    () => false,
  );
  if (isThere) {
    throw new Error(`${userData} is there already. Give the name of a new folder.`);
  }
  tell(`Making ${tracks} songs in ${userData}`);
  const started = performance.now();
  await fillLibrary(path.join(userData, 'library.lance'), tracks);
  return { tracks, seconds: (performance.now() - started) / 1000, userData };
}
