import { appendFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import { TRACK_STATES } from '../../shared/records';
import { countingWorkers } from './testing/counting-workers';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

describe('an engine that watches', () => {
  let bench: Bench | undefined;
  afterEach(() => bench?.remove());

  it('shows what happens in its folders by itself', async () => {
    const workers = countingWorkers();
    bench = await openBench({ watch: true, spawnWorker: workers.spawnWorker });
    const { engine, music } = bench;
    const states = async (): Promise<string[]> =>
      [...(await engine.handle('library:rows', { since: 0 })).rows.state]
        .map((state) => TRACK_STATES[state] ?? '')
        .sort();
    const become = (expected: readonly string[], timeout: number): Promise<void> =>
      vi.waitFor(
        async () => {
          expect(await states()).toEqual(expected);
        },
        { timeout, interval: 100 },
      );
    await bench.run(() => engine.handle('library:add-roots', { paths: [music] }));

    // Copied slowly: seen once, when it is complete.
    const outside = path.join(path.dirname(music), 'outside.wav');
    await writeWav(outside, 1);
    const whole = await readFile(outside);
    await mkdir(path.join(music, 'album'));
    const song = path.join(music, 'album', 'song.wav');
    for (let part = 0; part < 4; part++) {
      const length = Math.ceil(whole.length / 4);
      await appendFile(song, whole.subarray(part * length, (part + 1) * length));
      await sleep(700);
    }
    await vi.waitFor(
      async () => {
        expect(await states()).toHaveLength(1);
      },
      { timeout: 5_000, interval: 50 },
    );
    await become(['analysed'], 20_000);

    // A renamed folder costs no listening and leaves no song missing.
    const { version } = await engine.handle('library:rows', { since: 0 });
    await rename(path.join(music, 'album'), path.join(music, 'better name'));
    await vi.waitFor(
      async () => {
        const { rows } = await engine.handle('library:rows', { since: version });
        const { paths } = await engine.handle('library:track', {
          id: splitTexts(rows.id)[0] ?? '',
        });
        expect(paths).toEqual([path.join(music, 'better name', 'song.wav')]);
      },
      { timeout: 6_000, interval: 50 },
    );
    expect(await states()).toEqual(['analysed']);

    await writeWav(path.join(music, 'other.wav'), 2);
    await become(['analysed', 'analysed'], 20_000);
    await rm(path.join(music, 'better name'), { recursive: true });
    await become(['analysed', 'missing'], 5_000);
    expect(workers.count()).toBe(2);
    expect(await engine.handle('problems:list', {})).toEqual([]);
  }, 90_000);
});
