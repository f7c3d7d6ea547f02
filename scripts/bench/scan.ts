import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Engine, FromWorker, WorkerHandle } from '../../electron/engine/index';
import { createEngine, forkWorker } from '../../electron/engine/index';
import type { JobEvent, Phase } from '../../electron/shared/progress';
import { fetchMusic, ofLength, songsIn } from './real-music';

const run = promisify(execFile);

export interface ScanBenchOptions {
  /** Where packages are kept between runs; outside the repository. */
  readonly cacheDir?: string;
  /** Songs listened to at a time; the engine's own choice when left out. */
  readonly workers?: number;
  /** Every song is made this long; they stay as they are when left out. */
  readonly seconds?: number;
  /** Told what the bench is about to do (it downloads); nothing when left out. */
  readonly tell?: (text: string) => void;
}

export interface ScanBenchResult {
  readonly songs: number;
  readonly failed: number;
  readonly songsPerMinute: number;
  /** CPU time of all processes, by song. */
  readonly cpuSecondsPerSong: number;
  /** That, over the CPU time ffmpeg needs to decode and resample the same files to 16 kHz mono. */
  readonly cpuRatioToFfmpeg: number | null;
  /** Why there is no ratio; absent when there is one. */
  readonly ffmpegReason?: string;
  /** Wall time of each stage in seconds by song; decode and embed overlap between workers. */
  readonly stages: {
    readonly finding: number;
    readonly tags: number;
    readonly decode: number;
    readonly describe: number;
    readonly embed: number;
  };
  /** The peaks of all processes added up: an upper bound, as they need not coincide. */
  readonly peakRssMb: number;
}

/** Scans real music into a new library with the real engine and measures it. */
export async function runScanBench(options: ScanBenchOptions = {}): Promise<ScanBenchResult> {
  const cacheDir = options.cacheDir ?? path.join(os.homedir(), '.cache', 'ok-mugle', 'bench');
  const tell = options.tell ?? ((): void => undefined);
  const whole = await fetchMusic(cacheDir, tell);
  const music =
    options.seconds === undefined ? whole : await ofLength(whole, options.seconds, tell);
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-bench-'));
  try {
    tell(`Scanning ${music}`);
    const measured = await measureScan(music, scratch, options.workers);
    tell('Measuring ffmpeg on the same files');
    const ffmpeg = await measureFfmpeg(music);
    const ratio =
      ffmpeg.cpuSecondsPerSong === null
        ? null
        : measured.result.cpuSecondsPerSong / ffmpeg.cpuSecondsPerSong;
    return {
      ...measured.result,
      cpuRatioToFfmpeg: ratio,
      ...(ffmpeg.reason === undefined ? {} : { ffmpegReason: ffmpeg.reason }),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

type Heard = Extract<FromWorker, { kind: 'heard' }>['song'];

async function measureScan(
  music: string,
  scratch: string,
  workers: number | undefined,
): Promise<{ readonly result: Omit<ScanBenchResult, 'cpuRatioToFfmpeg'> }> {
  const heard: Heard[] = [];
  const peakByWorker = new Map<WorkerHandle, number>();
  const engine = await createEngine({
    libraryDir: path.join(scratch, 'library.lance'),
    cacheDir: path.join(scratch, 'cache'),
    modelsDir: fileURLToPath(new URL('../../native-models', import.meta.url)),
    logger: { info: () => undefined, warn: (message) => process.stderr.write(`${message}\n`) },
    spawnWorker: () => {
      const worker = forkWorker();
      worker.onMessage((message) => {
        if (message.kind === 'heard') {
          heard.push(message.song);
          peakByWorker.set(worker, message.song.peakRssBytes);
        }
      });
      return worker;
    },
    ...(workers === undefined ? {} : { workers }),
  });
  try {
    const cpuBefore = process.cpuUsage();
    const { finished, phaseSeconds } = await scanOnce(engine, music);
    const own = process.cpuUsage(cpuBefore);
    const songs = finished.ledger?.indexed ?? 0;
    if (songs === 0) {
      throw new Error(`no song was indexed: ${finished.error?.message ?? 'see the problems list'}`);
    }
    const sum = (pick: (song: Heard) => number): number =>
      heard.reduce((total, song) => total + pick(song), 0);
    const workerPeaks = [...peakByWorker.values()].reduce((total, bytes) => total + bytes, 0);
    return {
      result: {
        songs,
        failed: finished.ledger?.failed ?? 0,
        songsPerMinute: (songs / finished.seconds) * 60,
        cpuSecondsPerSong: (sum((song) => song.cpuSeconds) + (own.user + own.system) / 1e6) / songs,
        stages: {
          finding: (phaseSeconds.get('finding') ?? 0) / songs,
          tags: (phaseSeconds.get('reading-tags') ?? 0) / songs,
          decode: sum((song) => song.stageMs.decode) / 1000 / songs,
          describe: sum((song) => song.stageMs.describe) / 1000 / songs,
          embed: sum((song) => song.stageMs.embed) / 1000 / songs,
        },
        peakRssMb: (workerPeaks + process.resourceUsage().maxRSS * 1024) / 1e6,
      },
    };
  } finally {
    await engine.close();
  }
}

type Finished = Extract<JobEvent, { kind: 'finished' }>;

async function scanOnce(
  engine: Engine,
  music: string,
): Promise<{ readonly finished: Finished; readonly phaseSeconds: ReadonlyMap<Phase, number> }> {
  const phaseSeconds = new Map<Phase, number>();
  let phase: Phase = 'finding';
  let since = performance.now();
  const turn = (next: Phase): void => {
    const now = performance.now();
    phaseSeconds.set(phase, (phaseSeconds.get(phase) ?? 0) + (now - since) / 1000);
    phase = next;
    since = now;
  };
  const ended = new Promise<Finished>((resolve) => {
    engine.onEvent((event) => {
      if (event.kind === 'job' && event.event.kind === 'progress' && event.event.phase !== phase) {
        turn(event.event.phase);
      } else if (event.kind === 'job' && event.event.kind === 'finished') {
        turn(phase);
        resolve(event.event);
      }
    });
  });
  await engine.handle('library:add-roots', { paths: [music] });
  return { finished: await ended, phaseSeconds };
}

/** CPU time of ffmpeg decoding the same files to 16 kHz mono, as ffmpeg itself reports it. */
async function measureFfmpeg(
  music: string,
): Promise<{ readonly cpuSecondsPerSong: number | null; readonly reason?: string }> {
  try {
    await run('ffmpeg', ['-version']);
  } catch (cause) {
    return { cpuSecondsPerSong: null, reason: `ffmpeg does not run here: ${String(cause)}` };
  }
  let seconds = 0;
  const files = await songsIn(music);
  for (const file of files) {
    const { stderr } = await run('ffmpeg', [
      '-nostdin',
      '-benchmark',
      '-threads',
      '1',
      '-i',
      file,
      '-vn',
      '-ac',
      '1',
      '-ar',
      '16000',
      '-f',
      'null',
      '-',
    ]);
    const used = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
    if (used === null) {
      return { cpuSecondsPerSong: null, reason: `ffmpeg told no CPU time for ${file}` };
    }
    seconds += Number(used[1]) + Number(used[2]);
  }
  return { cpuSecondsPerSong: seconds / files.length };
}
