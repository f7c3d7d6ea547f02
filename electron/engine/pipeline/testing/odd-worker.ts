import type { ProcessorReport } from '../../../shared/ipc/scan-contract';
import { endWithParent } from '../end-with-parent';
import type { FileJob } from '../file-jobs';
import type { FromWorker, ToWorker } from '../worker-protocol';

/** A worker process that does what the path's name says: for tests of what the pool makes of it. */
const post = (message: FromWorker): void => {
  process.send?.(message);
};

endWithParent();
post({ kind: 'up' });
process.on('disconnect', () => process.exit(0));
process.on('message', (data) => {
  const message = data as ToWorker;
  if (message.kind === 'init') {
    start(message.modelsDir, message.provider);
  } else if (message.kind === 'try') {
    tryProviders(message.modelsDir, message.providers);
  } else if (message.kind === 'analyse') {
    analyse(message.task, message.path);
  } else {
    read(message.task, message.job);
  }
});

let provider = 'cpu';

const reportOf = (rejected: ProcessorReport['rejected'] = []): ProcessorReport => ({
  provider,
  songMs: null,
  cpuSongMs: null,
  rejected,
});

function start(modelsDir: string, asked: string): void {
  if (modelsDir === 'dies-at-start') {
    process.exit(3);
  }
  if (modelsDir === 'no-models') {
    post({ kind: 'broken', error: { kind: 'model-missing', message: 'no models here' } });
    return;
  }
  if (modelsDir === 'faster-once' && asked !== 'cpu') {
    post({
      kind: 'ready',
      models: ['odd'],
      processor: reportOf([{ provider: asked, kind: 'failed', reason: 'gone' }]),
    });
    return;
  }
  provider = asked;
  post({ kind: 'ready', models: ['odd'], processor: reportOf() });
}

/** The first provider is faster where the folder says so. */
function tryProviders(modelsDir: string, [first = '']: readonly string[]): void {
  if (modelsDir === 'trial-dies') {
    process.kill(process.pid, 'SIGSEGV');
  } else if (modelsDir === 'trial-broken') {
    post({ kind: 'broken', error: { kind: 'internal', message: 'no music to try it with' } });
  } else if (modelsDir.startsWith('faster')) {
    provider = first;
    post({ kind: 'ready', models: ['odd'], processor: reportOf() });
  } else {
    const reason = 'it is not';
    post({ kind: 'tried', processor: reportOf([{ provider: first, kind: 'slower', reason }]) });
  }
}

/** As it says in the path: is at it for ever, crashes, or answers. */
function read(task: number, job: FileJob): void {
  const path = 'path' in job ? job.path : '';
  if (path.includes('segv')) {
    process.kill(process.pid, 'SIGSEGV');
  } else if (path.includes('loop')) {
    for (;;) {
      // Busy for ever.
    }
  } else if (!path.includes('hang')) {
    setTimeout(() => {
      post({ kind: 'done', task, value: path });
    }, 5);
  }
}

function analyse(task: number, path: string): void {
  const isElsewhere = provider !== 'cpu';
  if (path.includes('segv') && (isElsewhere || !path.includes('driver'))) {
    process.kill(process.pid, 'SIGSEGV');
  } else if (path.includes('hang') && (isElsewhere || !path.includes('driver'))) {
    for (;;) {
      // Busy for ever.
    }
  } else if (path.includes('bad')) {
    post({
      kind: 'failed',
      task,
      error: { kind: 'damaged-audio', message: 'bad', path, stage: 'decode' },
    });
  } else {
    const song = {
      models: [provider],
      vectors: { genre: Float32Array.of(1, 0) },
      tagScores: [],
      sound: { tempo: null, key: null, loudness: null },
      passages: {},
      durationSeconds: process.pid,
      warnings: [],
      stageMs: { decode: 0, describe: 0, embed: 0 },
      cpuSeconds: 0,
      peakRssBytes: 0,
    };
    if (path.includes('lost-device') && isElsewhere) {
      const lost = { provider, kind: 'lost', reason: 'device lost' } as const;
      provider = 'cpu';
      post({ kind: 'moved', processor: reportOf([lost]) });
    }
    setTimeout(() => {
      post({ kind: 'heard', task, song });
    }, 5);
  }
}
