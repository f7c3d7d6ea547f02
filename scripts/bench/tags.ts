import { mkdir, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../electron/engine/index';
import { createEngine, forkWorker } from '../../electron/engine/index';
import { fetchMusic, songsIn } from './real-music';

/** So much of a song is kept: its tags and the start of its sound. */
const HEAD_BYTES = 256 * 1024;
/** Copies of a song differ by so many bytes of sound, so that nearly each is a song of its own: pages of Ogg are longer at times. */
const STEP_BYTES = 4099;
const SONGS_PER_FOLDER = 12;

export interface TagsBenchResult {
  readonly files: number;
  /** Of them that differ in sound; the others are known as further copies. */
  readonly songs: number;
  /** From the start of the scan until every song is in the library with its tags. */
  readonly seconds: number;
  /** CPU time of the engine; the reader's is not in it. */
  readonly cpuSeconds: number;
}

/** How long a new library of real songs (their first 256 KB) takes to be visible, before any of it is listened to. */
export async function runTagsBench({
  tracks = 10_000,
  tell,
}: {
  readonly tracks?: number;
  readonly tell: (text: string) => void;
}): Promise<TagsBenchResult> {
  const cacheDir = path.join(os.homedir(), '.cache', 'ok-mugle', 'bench');
  const songs = await longSongs(await fetchMusic(cacheDir, tell));
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-tags-'));
  try {
    tell(`Making ${tracks} files`);
    const music = path.join(scratch, 'music');
    await copyHeads(songs, music, tracks);
    tell('Scanning them');
    const engine = await createEngine({
      libraryDir: path.join(scratch, 'library.lance'),
      cacheDir: path.join(scratch, 'cache'),
      modelsDir: fileURLToPath(new URL('../../native-models', import.meta.url)),
      logger: { info: () => undefined, warn: tell },
      spawnWorker: forkWorker,
    });
    try {
      return { files: tracks, ...(await untilVisible(engine, music)) };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function longSongs(music: string): Promise<readonly string[]> {
  const long: string[] = [];
  for (const song of await songsIn(music)) {
    if ((await stat(song)).size > 2 * HEAD_BYTES) {
      long.push(song);
    }
  }
  return long;
}

async function copyHeads(songs: readonly string[], music: string, count: number): Promise<void> {
  const source = Buffer.alloc(HEAD_BYTES + Math.ceil(count / songs.length) * STEP_BYTES);
  let number = 0;
  for (let round = 0; number < count; round++) {
    for (const song of songs.slice(0, count - number)) {
      const file = await open(song);
      const { bytesRead } = await file.read(source, 0, HEAD_BYTES + round * STEP_BYTES, 0);
      await file.close();
      const folder = path.join(music, `Album ${Math.floor(number / SONGS_PER_FOLDER)}`);
      await mkdir(folder, { recursive: true });
      const copy = path.join(folder, `${number}${path.extname(song)}`);
      await writeFile(copy, source.subarray(0, bytesRead));
      number++;
    }
  }
}

async function untilVisible(
  engine: Engine,
  music: string,
): Promise<Omit<TagsBenchResult, 'files'>> {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const visible = new Promise<void>((resolve, reject) => {
    engine.onEvent((event) => {
      if (event.kind === 'job' && event.event.kind === 'progress') {
        if (event.event.phase === 'listening') {
          resolve();
        }
      } else if (event.kind === 'job' && event.event.kind === 'finished') {
        reject(new Error('the scan ended before it listened to anything'));
      }
    });
  });
  await engine.handle('library:add-roots', { paths: [music] });
  await visible;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const { rows } = (await engine.handle('library:rows', { since: 0 })) as {
    readonly rows: { readonly year: Float32Array };
  };
  return { songs: rows.year.length, seconds, cpuSeconds: (user + system) / 1e6 };
}
