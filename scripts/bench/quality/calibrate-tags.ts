import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readModels } from '../../../native-models/registry';
import { hearAll } from './hear-all';
import type { Heard } from './hearing';
import { quantile, thresholdFor } from './tag-thresholds';
import { INSTRUMENTS, isPlayed } from './tag-labels';
import type { PlayedTune } from './versions';
import { playedTunes } from './versions';

/**
 * Sets from which score on each word of the taggers counts as heard (docs/tags.md), and tells how good that is. Stdin: paths of
 * songs, one a line, none of them kept for judging. Renderings of tunes, whose instruments are known, are made here: of the
 * collections that models may be fitted on, and for the figures of folk songs that nothing was fitted on.
 */
const { values } = parseArgs({
  options: { cache: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const { cache } = values;
if (cache === undefined) {
  throw new RangeError('needs --cache FOLDER.');
}
const TUNES = 25;
const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const hears = { cacheDir: path.join(cache, 'heard'), processes: 1, tell };
const files = (await readFile('/dev/stdin', 'utf8')).split('\n').filter((line) => line !== '');
const songs = await hearAll(
  files.map((file) => ({ kind: 'file', path: file })),
  hears,
);
const packages = { cacheDir: path.join(cache, 'packages'), tell };
const fitted = await listen(await playedTunes({ ...packages, tunes: TUNES, part: 'fitting' }));
const judged = await listen(await playedTunes({ ...packages, tunes: TUNES, part: 'judging' }));
const modelsDir = fileURLToPath(new URL('../../../native-models', import.meta.url));

for (const model of await readModels(modelsDir)) {
  if (model.kind !== 'tagger') {
    continue;
  }
  const scoresOf = (heard: Heard, index: number): number =>
    heard.tagScores.find((one) => one.model === model.id)?.scores[index] ?? 0;
  const thresholds = model.tags.map((tag, index) => {
    const usual = songs.flatMap((song) => (song === undefined ? [] : scoresOf(song, index)));
    const label = INSTRUMENTS.get(tag);
    const labelled = (all: typeof fitted): { score: number; is: boolean }[] =>
      label === undefined
        ? []
        : all.map(({ tune, heard }) => ({
            score: scoresOf(heard, index),
            is: isPlayed(label, tune),
          }));
    const { threshold, by } = thresholdFor(usual, labelled(fitted));
    const held = labelled(judged);
    const said = held.filter(({ score }) => score >= threshold);
    const line = {
      model: model.id,
      tag,
      threshold,
      by,
      heardIn: share(usual, (score) => score >= threshold),
      median: quantile(usual, 0.5),
      ...(held.length === 0
        ? {}
        : {
            precision: share(said, ({ is }) => is),
            recall: share(
              held.filter(({ is }) => is),
              ({ score }) => score >= threshold,
            ),
            usual: share(held, ({ is }) => is),
          }),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return threshold;
  });
  if (values.write) {
    const at = path.join(model.folder, 'model.json');
    const description = JSON.parse(await readFile(at, 'utf8')) as object;
    await writeFile(at, `${JSON.stringify({ ...description, thresholds }, null, 2)}\n`);
  }
}

async function listen(
  tunes: readonly PlayedTune[],
): Promise<readonly { readonly tune: PlayedTune; readonly heard: Heard }[]> {
  const heard = await hearAll(
    tunes.map(({ midi, font }) => ({ kind: 'midi', midi, font })),
    hears,
  );
  return tunes.flatMap((tune, at) => {
    const one = heard[at];
    return one === undefined ? [] : [{ tune, heard: one }];
  });
}

function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.length === 0 ? 0 : Number((all.filter(is).length / all.length).toFixed(3));
}
