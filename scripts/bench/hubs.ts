import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../electron/engine/index';
import { createEngine } from '../../electron/engine/index';
import type { Response } from '../../electron/shared/ipc/contract';
import { fetchMusic } from './real-music';
import { fillLibrary, syntheticId } from './synthetic-library';

const SYNTHETIC_TRACKS = 100_000;
/** All songs of a library that a person listens to. */
const MOST = 5000;

export interface HubsBenchOptions {
  /** Songs of the synthetic library; 100,000 when left out. */
  readonly tracks?: number;
  /** A library of real music that is there already; one is made of the bench's own music when left out. */
  readonly library?: string;
  readonly tell?: (text: string) => void;
}

type Space = Response<'similar:hubs'>['spaces'][number];

export interface HubsBenchResult {
  /** Real music, space by space. */
  readonly spaces: readonly object[];
  readonly tracks: number;
  /** From the opening of a synthetic library to the first corrected list: all statistics are made for it. */
  readonly firstListMs: number;
  readonly firstListCpuMs: number;
  /** Once they are there. */
  readonly nextListMs: number;
}

/** How far the correction of hubs gets on real music, and what it costs in a large library. */
export async function runHubsBench(options: HubsBenchOptions = {}): Promise<HubsBenchResult> {
  const { tracks = SYNTHETIC_TRACKS, library, tell = (): void => undefined } = options;
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-hubs-'));
  try {
    const spaces = await withEngine(
      library ?? path.join(scratch, 'music.lance'),
      scratch,
      async (engine) => {
        if (library === undefined) {
          await scan(
            engine,
            await fetchMusic(path.join(os.homedir(), '.cache', 'ok-mugle', 'bench'), tell),
            tell,
          );
        }
        tell('Comparing every song with every other');
        return (await engine.handle('similar:hubs', { most: MOST })).spaces;
      },
    );
    const large = path.join(scratch, 'large.lance');
    tell(`Filling a library with ${String(tracks)} songs`);
    await fillLibrary(large, tracks);
    const cost = await withEngine(large, scratch, measureCost);
    return { spaces: spaces.map(flat), tracks, ...cost };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureCost(
  engine: Engine,
): Promise<Pick<HubsBenchResult, 'firstListMs' | 'firstListCpuMs' | 'nextListMs'>> {
  const ask = async (row: number): Promise<number> => {
    const started = performance.now();
    const query = { kind: 'songs' as const, ids: [syntheticId(row)] };
    await engine.handle('similar:list', { query, limit: 50 });
    return performance.now() - started;
  };
  const before = process.cpuUsage();
  const firstListMs = await ask(0);
  const { user, system } = process.cpuUsage(before);
  const nextListMs = await ask(1);
  return { firstListMs, firstListCpuMs: (user + system) / 1000, nextListMs };
}

async function withEngine<T>(
  libraryDir: string,
  scratch: string,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({
    libraryDir,
    cacheDir: path.join(scratch, 'cache'),
    modelsDir: fileURLToPath(new URL('../../native-models', import.meta.url)),
    logger: { info: () => undefined, warn: (message) => process.stderr.write(`${message}\n`) },
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function scan(engine: Engine, music: string, tell: (text: string) => void): Promise<void> {
  tell(`Listening to ${music}`);
  const ended = new Promise<void>((resolve) => {
    engine.onEvent((event) => {
      if (event.kind === 'job' && event.event.kind === 'finished') {
        resolve();
      }
    });
  });
  await engine.handle('library:add-roots', { paths: [music] });
  await ended;
}

function flat({ space, songs, before, after }: Space): object {
  const named = (when: string, figures: Space['before']): object =>
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${name}${when}`, value]));
  return { space, songs, ...named('Before', before), ...named('After', after) };
}
