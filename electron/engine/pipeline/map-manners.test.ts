import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobProgress } from '../../shared/progress';
import { readBundledModels } from './bundled-models';
import type { Bench } from './testing/engine-in-folder';
import { MODELS, openBench } from './testing/engine-in-folder';
import { obedientWorkers } from './testing/obedient-worker';
import { writeWav } from './testing/write-wav';

const { ids: models } = await readBundledModels(MODELS);

describe('a layout', () => {
  let bench: Bench;
  beforeEach(async () => {
    const workers = obedientWorkers(models, (angle) => {
      const vector = Float32Array.of(Math.cos(angle), Math.sin(angle));
      return { genre: vector, melody: vector };
    });
    workers.setQuick(true);
    bench = await openBench({ spawnWorker: workers.spawnWorker });
    for (let seed = 1; seed <= 4; seed++) {
      await writeWav(path.join(bench.music, `song ${String(seed)}.wav`), seed, 1);
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    bench.events.splice(0);
  });
  afterEach(() => bench.remove());

  const running = async (): Promise<JobProgress | undefined> =>
    (await bench.engine.handle('job:running', {})).find(({ jobKind }) => jobKind === 'map');
  const made = async (): Promise<boolean> =>
    (await bench.engine.handle('map:layout', { space: 'genre' })).layout !== null;
  const isMade = (): Promise<void> =>
    vi.waitFor(async () => {
      expect(await made()).toBe(true);
    }, 20_000);
  const isHeld = (by: string): Promise<void> =>
    vi.waitFor(async () => {
      expect((await running())?.paused).toBe(by);
    }, 20_000);
  /** Long enough for a map of four songs, many times over. */
  const muchLater = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3_000));

  it('that began by itself waits while listening is held back', async () => {
    await bench.engine.handle('listening:set', { holds: ['battery'] });
    await bench.engine.handle('map:compute', { space: 'genre', byItself: true });
    await isHeld('battery');
    await muchLater();
    expect(await made()).toBe(false);
    await bench.engine.handle('listening:set', { holds: ['playing'] });
    await isHeld('playing');
    await bench.engine.handle('listening:set', { holds: [] });
    await isMade();
  });

  it('that began by itself goes on when a person asks for it', async () => {
    await bench.engine.handle('listening:set', { holds: ['battery'] });
    const job = await bench.engine.handle('map:compute', { space: 'genre', byItself: true });
    await isHeld('battery');
    // Asking for it by itself once more is no reason.
    expect(await bench.engine.handle('map:compute', { space: 'genre', byItself: true })).toBe(job);
    await muchLater();
    expect((await running())?.paused).toBe('battery');
    expect(await bench.engine.handle('map:compute', { space: 'genre' })).toBe(job);
    await isMade();
  });

  it('that began by itself makes way for the map of another space that a person asks for', async () => {
    await bench.engine.handle('listening:set', { holds: ['battery'] });
    const held = await bench.engine.handle('map:compute', { space: 'genre', byItself: true });
    await isHeld('battery');
    await expect(
      bench.engine.handle('map:compute', { space: 'melody', byItself: true }),
    ).rejects.toMatchObject({ kind: 'busy' });
    const asked = await bench.engine.handle('map:compute', { space: 'melody' });
    expect(asked).not.toBe(held);
    await vi.waitFor(async () => {
      const { layout } = await bench.engine.handle('map:layout', { space: 'melody' });
      expect(layout).not.toBeNull();
    }, 20_000);
    expect(await made()).toBe(false);
  });

  it('that a person asked for is not held', async () => {
    await bench.engine.handle('listening:set', { holds: ['battery', 'playing'] });
    await bench.engine.handle('map:compute', { space: 'genre' });
    await isMade();
  });
});
