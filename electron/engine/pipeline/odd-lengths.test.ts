import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

/** Real decoding and real models take their time on a small machine. */
const BUDGET_MS = 60_000;
const RATE = 16_000;
const HEADER_BYTES = 44;
const THREE_HOURS = 3 * 3600;

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.remove();
});

/** Three hours that are never silent: twenty seconds again and again. */
async function writeThreeHours(file: string): Promise<void> {
  const seconds = 20;
  await writeWav(file, 6, seconds);
  const short = await readFile(file);
  const body = short.subarray(HEADER_BYTES);
  const header = Buffer.from(short.subarray(0, HEADER_BYTES));
  const bytes = (THREE_HOURS / seconds) * body.length;
  header.writeUInt32LE(bytes + HEADER_BYTES - 8, 4);
  header.writeUInt32LE(bytes, 40);
  const handle = await open(file, 'w');
  await handle.write(header);
  for (let at = 0; at < THREE_HOURS; at += seconds) {
    await handle.write(body);
  }
  await handle.close();
  expect(bytes / 2 / RATE).toBe(THREE_HOURS);
}

async function expectNumbers(file: string, seconds: number): Promise<void> {
  const heard = await bench.engine.analyseFile(file);
  expect(heard.durationSeconds).toBeCloseTo(seconds, 1);
  expect(Object.keys(heard.vectors).sort()).toEqual(['blend', 'genre', 'melody']);
  for (const vector of Object.values(heard.vectors)) {
    expect(vector.every(Number.isFinite)).toBe(true);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  }
  for (const { scores } of heard.tagScores) {
    expect(scores.every(Number.isFinite)).toBe(true);
  }
}

it(
  'three hours of sound have a vector of numbers in every space',
  async () => {
    const file = path.join(bench.music, 'three hours.wav');
    await writeThreeHours(file);
    await expectNumbers(file, THREE_HOURS);
  },
  BUDGET_MS,
);

it(
  'a fifth of a second is refused with the reason, and little more has vectors',
  async () => {
    const file = (name: string): string => path.join(bench.music, name);
    await writeWav(file('short.wav'), 6, 0.2);
    await writeWav(file('longer.wav'), 6, 0.6);
    const { ledger } = await bench.run((engine) =>
      engine.handle('library:add-roots', { paths: [bench.music] }),
    );
    expect(ledger).toMatchObject({ found: 2, indexed: 1, failed: 1 });
    const [problem, ...others] = await bench.engine.handle('problems:list', {});
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: file('short.wav'), error: { kind: 'too-short' } });
    expect(problem?.error.message).toContain('0.20 s');
    await expectNumbers(file('longer.wav'), 0.6);
  },
  BUDGET_MS,
);
