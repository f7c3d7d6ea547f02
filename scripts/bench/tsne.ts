import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOLO } from '../../electron/engine/map/crew';
import { nearestNeighbours } from '../../electron/engine/map/neighbours';
import type { StandingMap } from '../../electron/engine/map/place-songs';
import { placeSongs } from '../../electron/engine/map/place-songs';
import { prepareRows } from '../../electron/engine/map/prepare-rows';
import { neighbourPreservation10, neighbourRecall10 } from '../../electron/engine/map/quality';
import { runTsneInWorker } from '../../electron/engine/map/run-tsne';
import { normal } from '../../electron/engine/map/random';
import { seededRandom } from '../../electron/shared/seeded-random';
import { syntheticVectors } from './synthetic-vectors';

const GROUPS = 40;
const SEED = 42;
/** Songs that are put on a map, and how much they differ from some that are on it. */
const PLACED = 100;
const NOISE = 0.3;
/** Of them so many one by one, the first of which does not count. */
const ALONE = 11;

export interface TsneBenchOptions {
  /** Songs of each map, smallest first; 2,000 when left out. */
  readonly n?: readonly number[];
  /** 128 when left out. */
  readonly dims?: number;
  /** A Python with openTSNE (see electron/engine/map/testing/requirements.txt), to measure it on the same vectors. */
  readonly python?: string;
  readonly tell?: (text: string) => void;
}

interface Measured {
  /** From the call to the layout, with the start of the threads. */
  readonly seconds: number;
  /** Of all threads together. */
  readonly cpuSeconds: number;
  /** In nats, over nearest neighbours, as each program counts it. */
  readonly kl: number;
  /** The share of a song's 10 nearest songs that are among its 10 nearest on the map. */
  readonly neighbourPreservation10: number;
}

interface TsneRun extends Measured {
  readonly n: number;
  readonly dims: number;
  readonly searchSeconds: number;
  readonly descentSeconds: number;
  readonly rounds: number;
  /** The mean share of a song's 10 nearest songs that are among its 30 nearest on the map. */
  readonly trust: number;
  /** CPU time that putting one more song on the map takes, settled, with its trust and that of those beside it; see `placeSongs`. */
  readonly placeOneCpuMs: number;
  /** The same for each of a hundred that come together. */
  readonly placeHundredCpuMs: number;
  /** The share of a song's 10 nearest songs that the map's search finds: up to 10,240 songs all; see `nearestNeighbours`. */
  readonly neighbourRecall10: number;
  /** The whole process so far, with the vectors twice: the engine's and the worker's. */
  readonly peakRssMb: number;
}

export interface TsneBenchResult {
  readonly threads: number;
  readonly runs: readonly TsneRun[];
  readonly openTsne?: readonly (Measured & { readonly n: number })[];
}

/** Makes maps of synthetic songs as the engine makes them, and openTSNE's of the same ones. */
export async function runTsneBench(options: TsneBenchOptions = {}): Promise<TsneBenchResult> {
  const { n: sizes = [2000], dims = 128, python, tell = (): void => undefined } = options;
  const runs: TsneRun[] = [];
  const openTsne: (Measured & { readonly n: number })[] = [];
  for (const n of [...sizes].sort((a, b) => a - b)) {
    const vectors = syntheticVectors(n, dims, GROUPS);
    tell(`Laying out ${n} songs`);
    runs.push(await runOwn(vectors, n, dims, tell));
    if (python !== undefined) {
      tell(`openTSNE lays out ${n} songs`);
      openTsne.push({ n, ...runOpenTsne(python, vectors, n, dims) });
    }
  }
  return { threads: availableParallelism(), runs, ...(python === undefined ? {} : { openTsne }) };
}

async function runOwn(
  vectors: Float32Array,
  n: number,
  dims: number,
  tell: (text: string) => void,
): Promise<TsneRun> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  // Neighbours count as one round for a hundred songs; see `tsne`.
  const search = Math.ceil(n / 100);
  let descentFrom = started;
  const say = tenths(tell);
  const { x, y, trust, params } = await runTsneInWorker(vectors, dims, {
    seed: SEED,
    signal: new AbortController().signal,
    onProgress: (done, total) => {
      if (done <= search) {
        descentFrom = performance.now();
      }
      say(done, total);
    },
  });
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  return {
    n,
    dims,
    seconds: (ended - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    searchSeconds: (descentFrom - started) / 1000,
    descentSeconds: (ended - descentFrom) / 1000,
    rounds: params['iterations']!,
    kl: params['kl']!,
    neighbourPreservation10: neighbourPreservation10(vectors, dims, x, y),
    trust: trust.reduce((sum, value) => sum + value, 0) / n,
    ...placeCpuMs({ vectors, x, y, half: params['half']! }, dims),
    // What comes after is of this bench alone.
    peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
    neighbourRecall10: searchRecall10(vectors, dims),
  };
}

/** New songs like some of the map's. */
function placeCpuMs(
  map: StandingMap,
  dims: number,
): Pick<TsneRun, 'placeOneCpuMs' | 'placeHundredCpuMs'> {
  const random = seededRandom(SEED);
  const like = Array.from({ length: PLACED }, (_, song) => {
    const row = song % map.x.length;
    const values = Array.from(
      map.vectors.subarray(row * dims, (row + 1) * dims),
      (value) => value + (NOISE * normal(random)) / Math.sqrt(dims),
    );
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
  const cpuMs = (songs: readonly number[][]): number => {
    const fresh = Float32Array.from(songs.flat());
    const from = process.cpuUsage();
    placeSongs(map, dims, fresh);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  const alone = like.slice(0, ALONE).map((song) => cpuMs([song]));
  return {
    placeOneCpuMs: alone.slice(1).reduce((sum, ms) => sum + ms, 0) / (ALONE - 1),
    placeHundredCpuMs: cpuMs(like) / PLACED,
  };
}

/** How well the search finds that the map is made of. */
function searchRecall10(vectors: Float32Array, dims: number): number {
  const { rows } = prepareRows(vectors, dims);
  const k = Math.min(10, vectors.length / dims - 1);
  return neighbourRecall10(rows, dims, nearestNeighbours(SOLO, rows, dims, k));
}

function runOpenTsne(python: string, vectors: Float32Array, n: number, dims: number): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'mugle-opentsne-'));
  try {
    const [source, target] = [path.join(folder, 'vectors'), path.join(folder, 'layout')];
    writeFileSync(source, vectors);
    const script = fileURLToPath(new URL('./opentsne.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      python,
      [script, String(n), source, target, String(availableParallelism())],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      throw new Error(`openTSNE failed: ${stderr}`);
    }
    const bytes = readFileSync(target);
    const at = (axis: number): Float32Array =>
      Float32Array.from({ length: n }, (_, row) => bytes.readFloatLE(8 * row + 4 * axis));
    const times = JSON.parse(stdout) as Omit<Measured, 'neighbourPreservation10'>;
    return {
      ...times,
      neighbourPreservation10: neighbourPreservation10(vectors, dims, at(0), at(1)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells each tenth of the work once. */
function tenths(tell: (text: string) => void): (done: number, total: number) => void {
  let told = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > told) {
      told = tenth;
      tell(`  ${tenth * 10} %`);
    }
  };
}
