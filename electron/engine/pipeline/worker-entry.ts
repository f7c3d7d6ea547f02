import { stat } from 'node:fs/promises';
import os from 'node:os';
import type { ErrorRecord } from '../../shared/errors';
import { toErrorRecord } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import type { DuplexPort } from './duplex-port';
import { electronParentPort } from './duplex-port';
import { endWithParent } from './end-with-parent';
import type { Embedder } from '../embed/embedder';
import { createEmbedder, openFasterEmbedder } from '../embed/embedder';
import type { SongAnalyser } from './analyse-song';
import { songAnalyser } from './analyse-song';
import { doFileJob } from './file-jobs';
import type { FromWorker, ToWorker } from './worker-protocol';

/**
 * A worker: one process that listens to one song after another, or reads what files say about themselves. A decoder
 * that crashes takes only this process along, and a drive that hangs blocks only this one. Talks over child_process IPC, or over a port that Electron's main hands it.
 */
function serve(port: Pick<DuplexPort, 'post' | 'onMessage' | 'onClose'>): void {
  const post = (message: FromWorker): void => {
    port.post(message);
  };
  let analyser: Promise<SongAnalyser | undefined> | undefined;
  port.onMessage((data) => {
    const message = data as ToWorker;
    switch (message.kind) {
      case 'init':
      case 'try':
        analyser = open(message, post);
        break;
      case 'analyse':
        void analyse(analyser, message).then(post);
        break;
      case 'file-job':
        void answer(message, post).then(post);
        break;
    }
  });
  post({ kind: 'up' });
  // Without a parent there is nobody to listen for.
  port.onClose(() => process.exit(0));
}

/** Loads the models once for many songs, and says what came of it. */
async function open(
  message: Extract<ToWorker, { kind: 'init' | 'try' }>,
  post: (message: FromWorker) => void,
): Promise<SongAnalyser | undefined> {
  const { modelsDir, threads } = message;
  const options = {
    modelsDir,
    threads,
    onProcessor: (processor: ProcessorReport): void => {
      post({ kind: 'moved', processor });
    },
  };
  try {
    let embedder: Embedder;
    if (message.kind === 'try') {
      const tried = await openFasterEmbedder(options, message.providers);
      if (tried.embedder === undefined) {
        post({ kind: 'tried', processor: tried.processor });
        return undefined;
      }
      ({ embedder } = tried);
    } else {
      embedder = await createEmbedder({ ...options, provider: message.provider });
    }
    const analyser = songAnalyser(embedder);
    post({ kind: 'ready', models: analyser.models, processor: analyser.processor });
    return analyser;
  } catch (thrown) {
    post({ kind: 'broken', error: toErrorRecord(thrown, { stage: 'embed' }) });
    return undefined;
  }
}

async function analyse(
  opening: Promise<SongAnalyser | undefined> | undefined,
  { task, path }: Extract<ToWorker, { kind: 'analyse' }>,
): Promise<FromWorker> {
  try {
    const analyser = await opening;
    if (analyser === undefined) {
      throw new TypeError('a song came before the models');
    }
    return { kind: 'heard', task, song: await analyser.analyse(path) };
  } catch (thrown) {
    const error = toErrorRecord(thrown, { path, stage: 'decode' });
    return { kind: 'failed', task, error: await explain(path, error) };
  }
}

/** A file that is gone says so, whatever its decoder made of that. */
async function explain(path: string, error: ErrorRecord): Promise<ErrorRecord> {
  try {
    await stat(path);
    return error;
  } catch {
    const message = `${path} is not there any more. Connect its drive or put it back, then scan again.`;
    return { kind: 'file-missing', message, path, stage: 'decode' };
  }
}

async function answer(
  { task, job }: Extract<ToWorker, { kind: 'file-job' }>,
  post: (message: FromWorker) => void,
): Promise<FromWorker> {
  try {
    const value = await doFileJob(job, (part) => {
      post({ kind: 'part', task, part });
    });
    return { kind: 'done', task, value };
  } catch (thrown) {
    return { kind: 'failed', task, error: toErrorRecord(thrown, { stage: 'scan' }) };
  }
}

function childProcessPort(): Pick<DuplexPort, 'post' | 'onMessage' | 'onClose'> {
  return {
    post: (message) => {
      // An engine that was killed takes no answers; the worker ends by itself then.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => {
      process.on('message', (message: unknown) => {
        listener(message, []);
      });
    },
    onClose: (listener) => {
      process.on('disconnect', listener);
    },
  };
}

// Listening is background work: it must never make the music that plays stutter. A lower priority stays: it may not be raised.
if (os.getPriority() < os.constants.priority.PRIORITY_BELOW_NORMAL) {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
}

const parent = electronParentPort();
if (parent === undefined) {
  endWithParent();
  serve(childProcessPort());
} else {
  parent.onMessage((message, [port]) => {
    if ((message as { readonly kind?: unknown }).kind === 'port' && port !== undefined) {
      serve(port);
    }
  });
}
