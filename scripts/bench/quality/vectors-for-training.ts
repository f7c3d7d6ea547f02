import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { hearAll } from './hear-all';
import type { Hearing } from './hearing';

/**
 * What the product hears in songs, for native-models/blend/train. Lines of stdin: a path, or a path, a tab and the name of a
 * variant. Writes OUT.f32, rows of genre (200), melody (128), then the scores of each tagger (50 each), and OUT.json, the lines that the rows
 * are of. What cannot be heard is told and left out.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    cache: { type: 'string' },
    processes: { type: 'string', default: '1' },
  },
});
const { out, cache } = values;
if (out === undefined || cache === undefined) {
  throw new RangeError('needs --out FILE and --cache FOLDER.');
}
const lines: string[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  lines.push(line);
}
const heard = await hearAll(
  lines.map((line): Hearing => {
    const [path = '', variant] = line.split('\t');
    return variant === undefined ? { kind: 'file', path } : { kind: 'variant', path, variant };
  }),
  {
    cacheDir: cache,
    processes: Number(values.processes),
    tell: (text) => process.stderr.write(`${text}\n`),
  },
);
const kept: string[] = [];
const rows: number[] = [];
heard.forEach((song, at) => {
  if (song !== undefined) {
    kept.push(lines[at]!);
    const scores = song.tagScores.flatMap((one) => [...one.scores]);
    rows.push(...song.vectors.genre, ...song.vectors.melody, ...scores);
  }
});
await writeFile(`${out}.f32`, Float32Array.from(rows));
await writeFile(`${out}.json`, JSON.stringify(kept));
