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
    start(message.modelsDir);
  } else if (message.kind === 'analyse') {
    analyse(message.task, message.path);
  } else {
    read(message.task, message.job);
  }
});

function start(modelsDir: string): void {
  if (modelsDir === 'dies-at-start') {
    process.exit(3);
  }
  if (modelsDir === 'no-models') {
    post({ kind: 'broken', error: { kind: 'model-missing', message: 'no models here' } });
    return;
  }
  post({ kind: 'ready', models: ['odd'], processor: { provider: 'cpu', rejected: [] } });
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
  if (path.includes('segv')) {
    process.kill(process.pid, 'SIGSEGV');
  } else if (path.includes('hang')) {
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
      models: ['odd'],
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
    setTimeout(() => {
      post({ kind: 'heard', task, song });
    }, 5);
  }
}
