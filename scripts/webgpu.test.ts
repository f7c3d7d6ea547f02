import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkWorker } from '../electron/engine/pipeline/fork-worker';
import type {
  FromWorker,
  HeardSong,
  ToWorker,
  WorkerHandle,
} from '../electron/engine/pipeline/worker-protocol';
import { resolveElectron } from './electron-runtime.mjs';

const modelsDir = fileURLToPath(new URL('../native-models', import.meta.url));
const song = path.join(modelsDir, 'front-end', 'golden', 'nebula-6s.wav');
/** Electron comes with a Vulkan driver that draws by the CPU: slow, and right. */
let driver: string;

beforeAll(async () => {
  const { dist } = await resolveElectron();
  driver = path.join(dist, 'vk_swiftshader_icd.json');
});

describe.runIf(process.platform === 'linux')('WebGPU, for real', () => {
  const workers: WorkerHandle[] = [];

  /** Sends these to a new worker of its own process, one after another, and gives the last answer. */
  const ask = async (...messages: readonly ToWorker[]): Promise<FromWorker> => {
    vi.stubEnv('VK_ICD_FILENAMES', driver);
    const worker = forkWorker();
    workers.push(worker);
    let answer: FromWorker = { kind: 'up' };
    for (const message of messages) {
      answer = await new Promise<FromWorker>((resolve, reject) => {
        worker.onExit((code) => {
          reject(new Error(`the worker ended (${String(code)})`));
        });
        worker.onMessage((said) => {
          if (said.kind !== 'up') {
            resolve(said);
          }
        });
        worker.post(message);
      });
    }
    return answer;
  };
  const init = (provider: string): ToWorker => ({ kind: 'init', modelsDir, threads: 2, provider });
  const hear = async (provider: string): Promise<HeardSong> => {
    const answer = await ask(init(provider), { kind: 'analyse', task: 1, path: song });
    expect(answer.kind).toBe('heard');
    return (answer as Extract<FromWorker, { kind: 'heard' }>).song;
  };

  afterEach(() => {
    for (const worker of workers.splice(0)) {
      worker.kill();
    }
    vi.unstubAllEnvs();
  });

  it('has the driver it needs', () => {
    expect(existsSync(driver)).toBe(true);
  });

  it('loads the models there and hears a song as the CPU does', async () => {
    expect(await ask(init('webgpu'))).toMatchObject({
      kind: 'ready',
      processor: { provider: 'webgpu' },
    });
    const [own, other] = [await hear('webgpu'), await hear('cpu')];
    expect(Object.keys(own.vectors).sort()).toEqual(['blend', 'genre', 'melody']);
    for (const [space, expected] of Object.entries(other.vectors)) {
      const found = own.vectors[space as keyof typeof own.vectors];
      expect(furthest(found, expected)).toBeLessThanOrEqual(1e-3);
    }
    other.tagScores.forEach(({ scores }, at) => {
      expect(furthest(own.tagScores[at]?.scores, scores)).toBeLessThanOrEqual(1e-3);
    });
  }, 180_000);

  it('is turned down where it is slower than the CPU', async () => {
    const answer = await ask({ kind: 'try', modelsDir, threads: 2, providers: ['webgpu'] });
    expect(answer).toMatchObject({ kind: 'tried', processor: { provider: 'cpu' } });
    const { rejected } = (answer as Extract<FromWorker, { kind: 'tried' }>).processor;
    expect(rejected[0]).toMatchObject({ provider: 'webgpu', kind: 'slower' });
  }, 180_000);
});

function furthest(found: Float32Array | undefined, expected: Float32Array): number {
  expect(found).toHaveLength(expected.length);
  return expected.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (found?.[at] ?? NaN))),
    0,
  );
}
