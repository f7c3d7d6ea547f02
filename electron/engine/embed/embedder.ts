import { MugleError } from '../../shared/errors';
import type { ProcessorReport } from '../../shared/ipc/scan-contract';
import { missingLibrary } from './faster-providers';
import { beatsCpu, reasonOf, rejectedBeside } from './processor-trial';
import type { Embedding, SongSound } from './hear-song';
import { hearSong } from './hear-song';
import type { LoadedModels, ModelFiles } from './load-models';
import { loadModels, readModelFiles } from './load-models';

export interface EmbedderOptions {
  /** The folder with one folder per bundled model. */
  readonly modelsDir: string;
  /** Threads of one inference. */
  readonly threads: number;
  /** False for what the models that hear give, before any other makes something of it. */
  readonly heads?: boolean;
  /** How models are loaded; `loadModels` when left out. */
  readonly load?: typeof loadModels;
  /** Told when the models had to move to the CPU in the middle. */
  readonly onProcessor?: (processor: ProcessorReport) => void;
}

export interface Embedder {
  /** Ids, sorted. */
  readonly models: readonly string[];
  readonly processor: ProcessorReport;
  /**
   * As `hearSong`. When anything but the CPU fails at a song, that song and all after it are heard on the CPU.
   * @throws as `hearSong`, and `engine-down` once it is closed
   */
  embed(sound: SongSound, options: { readonly signal: AbortSignal }): Promise<Embedding>;
  /** Frees the models; `embed` then fails. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Loads every bundled model on one of onnxruntime's execution providers (the CPU when left out); on the CPU when that one cannot be
 * had, which is reported.
 * @throws MugleError `model-missing` or `model-failed`
 */
export async function createEmbedder(
  options: EmbedderOptions & { readonly provider?: string },
): Promise<Embedder> {
  const { modelsDir, threads, provider = 'cpu', load = loadModels } = options;
  const files = await readModelFiles(modelsDir, options);
  try {
    const loaded = await load(files, { threads, provider });
    return new ModelEmbedder(options, files, loaded, await reportOf(provider, []));
  } catch (thrown) {
    if (provider === 'cpu') {
      throw thrown;
    }
    const reason = reasonOf(thrown);
    const loaded = await load(files, { threads, provider: 'cpu' });
    const report = await reportOf('cpu', [{ provider, kind: 'failed', reason }]);
    return new ModelEmbedder(options, files, loaded, report);
  }
}

/**
 * Tries providers in turn: the first that gives what the CPU gives, and sooner, is taken.
 * @returns no embedder when the CPU is the best there is, and in any case what was found out.
 * @throws MugleError `model-missing` or `model-failed`, when the CPU cannot run the models
 */
export async function openFasterEmbedder(
  options: EmbedderOptions,
  providers: readonly string[],
): Promise<{ readonly embedder: Embedder | undefined; readonly processor: ProcessorReport }> {
  const { modelsDir, threads } = options;
  const files = await readModelFiles(modelsDir);
  const rejected: ProcessorReport['rejected'][number][] = [];
  for (const provider of providers) {
    const missing = missingLibrary(provider);
    if (missing !== undefined) {
      rejected.push({ provider, kind: 'not-bundled', reason: `${missing} is not there` });
      continue;
    }
    let loaded: LoadedModels;
    try {
      loaded = await loadModels(files, { threads, provider });
    } catch (thrown) {
      rejected.push({ provider, kind: 'failed', reason: reasonOf(thrown) });
      continue;
    }
    const verdict = await beatsCpu(loaded, { files, modelsDir, threads }).catch(
      async (thrown: unknown) => {
        await loaded.close();
        throw thrown;
      },
    );
    if ('kind' in verdict) {
      await loaded.close();
      rejected.push({ provider, ...verdict });
    } else {
      const processor = { ...(await reportOf(provider, rejected)), ...verdict };
      return { embedder: new ModelEmbedder(options, files, loaded, processor), processor };
    }
  }
  return { embedder: undefined, processor: await reportOf('cpu', rejected) };
}

async function reportOf(
  provider: string,
  rejected: ProcessorReport['rejected'],
): Promise<ProcessorReport> {
  const beside = await rejectedBeside(provider, rejected);
  return { provider, songMs: null, cpuSongMs: null, rejected: beside };
}

class ModelEmbedder implements Embedder {
  readonly models: readonly string[];
  readonly #options: EmbedderOptions;
  readonly #files: ModelFiles;
  #loaded: LoadedModels;
  #processor: ProcessorReport;
  #closing: Promise<void> | undefined;

  constructor(
    options: EmbedderOptions,
    files: ModelFiles,
    loaded: LoadedModels,
    processor: ProcessorReport,
  ) {
    this.models = files.models.map(({ model }) => model.id);
    this.#options = options;
    this.#files = files;
    this.#loaded = loaded;
    this.#processor = processor;
  }

  get processor(): ProcessorReport {
    return this.#processor;
  }

  async embed(sound: SongSound, { signal }: { readonly signal: AbortSignal }): Promise<Embedding> {
    if (this.#closing !== undefined) {
      throw new MugleError('engine-down', 'The models are closed.', { stage: 'embed' });
    }
    try {
      return await hearSong(this.#loaded, sound, signal);
    } catch (thrown) {
      const failed = thrown instanceof MugleError && thrown.kind === 'model-failed';
      if (!failed || this.#loaded.provider === 'cpu') {
        throw thrown;
      }
      await this.#goOnWithCpu(thrown);
      return hearSong(this.#loaded, sound, signal);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#loaded.close();
    return this.#closing;
  }

  async #goOnWithCpu(thrown: MugleError): Promise<void> {
    const lost = this.#loaded;
    const { threads, onProcessor, load = loadModels } = this.#options;
    this.#loaded = await load(this.#files, { threads, provider: 'cpu' });
    const { rejected } = this.#processor;
    const reason = thrown.message;
    this.#processor = await reportOf('cpu', [
      { provider: lost.provider, kind: 'lost', reason },
      ...rejected,
    ]);
    onProcessor?.(this.#processor);
    // What failed at a song may fail at this too, and is used no more.
    await lost.close().catch(() => undefined);
  }
}
