import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithParent } from '../../electron/engine/pipeline/end-with-parent';
import type { FoundPart } from '../../electron/engine/pipeline/file-jobs';
import { doFileJob } from '../../electron/engine/pipeline/file-jobs';
import type { FromWorker, ToWorker } from '../../electron/engine/index';
import { DESCRIBE_ID } from '../../electron/engine/describe/describe-sound';
import type { BundledModel } from '../../native-models/registry';
import { readModels } from '../../native-models/registry';

/** An analysis worker that hears nothing and answers at once, so that many kills meet many writes. */
type HeardSong = Extract<FromWorker, { kind: 'heard' }>['song'];

const LISTENING_MS = 15;
let models: readonly BundledModel[] = [];

const post = (message: FromWorker): void => {
  process.send?.(message, undefined, undefined, () => undefined);
};

/** Numbers that depend on the file alone. */
async function hear(file: string): Promise<HeardSong> {
  await sleep(LISTENING_MS);
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest();
  const numbers = (length: number): Float32Array =>
    Float32Array.from({ length }, (_, at) => digest[at % digest.length]! / 255);
  const vectors: Record<string, Float32Array> = {};
  const passages: Record<string, HeardSong['passages']['genre'] & object> = {};
  for (const { space, outputs } of models) {
    if (space !== null) {
      const vector = numbers(Number(outputs.embedding.shape.at(-1)));
      const length = Math.hypot(...vector);
      vectors[space] = vector.map((value) => value / length);
      passages[space] = [{ seconds: 1, vector: vectors[space] }];
    }
  }
  return {
    models: [...models.map(({ id }) => id), DESCRIBE_ID],
    vectors,
    tagScores: models.flatMap((model) =>
      model.kind === 'tagger' ? [{ model: model.id, scores: numbers(model.tags.length) }] : [],
    ),
    sound: { tempo: null, key: null, loudness: null },
    passages,
    durationSeconds: 1,
    warnings: [],
    stageMs: { decode: 0, describe: 0, embed: 0 },
    cpuSeconds: 0,
    peakRssBytes: 0,
  };
}

const onPart =
  (task: number) =>
  (part: FoundPart): void => {
    post({ kind: 'part', task, part });
  };

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === 'init') {
    models = await readModels(message.modelsDir);
    post({
      kind: 'ready',
      models: [...models.map(({ id }) => id), DESCRIBE_ID],
      processor: { provider: 'cpu', songMs: null, cpuSongMs: null, rejected: [] },
    });
  } else if (message.kind === 'try') {
    post({
      kind: 'tried',
      processor: { provider: 'cpu', songMs: null, cpuSongMs: null, rejected: [] },
    });
  } else if (message.kind === 'file-job') {
    post({
      kind: 'done',
      task: message.task,
      value: await doFileJob(message.job, onPart(message.task)),
    });
  } else {
    post({ kind: 'heard', task: message.task, song: await hear(message.path) });
  }
}

endWithParent();
post({ kind: 'up' });
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => void answer(message as ToWorker));
