import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLibraryStore } from '../../electron/engine/store/library-store';
import { readBundledModels } from '../../electron/engine/pipeline/bundled-models';
import type { RescanMeasured, RescanTask } from './rescan-engine';
import { syntheticId } from './synthetic-library';
import { syntheticVectors } from './synthetic-vectors';

const DIMS = 200;
const GROUPS = 40;
const SONGS_PER_FOLDER = 12;

export interface RescanBenchResult extends RescanMeasured {
  readonly files: number;
}

/** Scans a library again in which nothing has changed, as every start of the app does. */
export async function runRescanBench({
  tracks = 100_000,
  tell,
}: {
  readonly tracks?: number;
  readonly tell: (text: string) => void;
}): Promise<RescanBenchResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-rescan-'));
  const modelsDir = fileURLToPath(new URL('../../native-models', import.meta.url));
  const libraryDir = path.join(scratch, 'library.lance');
  try {
    tell(`Making ${tracks} files`);
    const files = await makeFiles(path.join(scratch, 'music'), tracks);
    tell('Filling a library with them');
    const models = (await readBundledModels(modelsDir)).ids;
    await fill(libraryDir, path.join(scratch, 'music'), files, models);
    tell('Scanning them again');
    return { files: tracks, ...(await measureApart({ scratch, libraryDir, modelsDir, tracks })) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeFiles(music: string, count: number): Promise<readonly string[]> {
  const files: string[] = [];
  for (let number = 0; number < count; number++) {
    const album = Math.floor(number / SONGS_PER_FOLDER);
    const folder = path.join(music, `Artist ${album % 997}`, `Album ${album}`);
    if (number % SONGS_PER_FOLDER === 0) {
      await mkdir(folder, { recursive: true });
    }
    const file = path.join(folder, `${number}.mp3`);
    await writeFile(file, String(number));
    files.push(file);
  }
  return files;
}

async function fill(
  libraryDir: string,
  music: string,
  files: readonly string[],
  models: readonly string[],
): Promise<void> {
  const store = await openLibraryStore(libraryDir, {
    logger: { info: () => undefined, warn: () => undefined },
  });
  const vectors = syntheticVectors(files.length, DIMS, GROUPS);
  const none = { artist: '', album: '', albumArtist: '', genre: '', year: null };
  const tags = { ...none, trackNumber: null, discNumber: null, durationSeconds: 1 };
  store.setRoots([music]);
  for (const [row, file] of files.entries()) {
    const id = syntheticId(row);
    const vector = vectors.subarray(row * DIMS, (row + 1) * DIMS);
    store.putAnalysis({ id, vectors: { genre: vector }, tagScores: [] });
    store.putTrack({
      id,
      tags: { ...tags, title: String(row), hasCover: false },
      state: 'analysed',
      models,
    });
    const { size, mtimeMs } = await stat(file);
    store.putFile({ path: file, sizeBytes: size, mtimeMs, trackId: id });
  }
  await store.close();
}

/** In a process of its own, whose memory is the engine's alone. */
async function measureApart(task: RescanTask): Promise<RescanMeasured> {
  const entry = fileURLToPath(new URL('./rescan-engine.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    entry,
    JSON.stringify(task),
  ]);
  return JSON.parse(stdout) as RescanMeasured;
}
