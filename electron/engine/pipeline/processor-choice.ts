import type { ProcessorReport } from '../../shared/ipc/scan-contract';

type Rejected = ProcessorReport['rejected'][number];

/**
 * On what the workers run the models. They begin on the CPU; when there is work enough for it to matter, one more worker tries what else
 * there is, and when that is faster it and all after it run there. What fails at the work is not used again until the engine is started anew.
 */
export class ProcessorChoice {
  #providers: readonly string[];
  #state: 'untried' | 'trying' | 'decided';
  /** What the trial found, or what became of it. */
  #found: ProcessorReport | undefined;
  /** As a worker on the CPU says it. */
  #onCpu: ProcessorReport | undefined;
  #isSuspected = false;
  /** What failed at the work, and why. */
  readonly #lost: Rejected[] = [];

  /** @param providers those to try, the likely fastest first; none: the CPU is all that is wanted. */
  constructor(providers: readonly string[]) {
    this.#providers = providers;
    this.#state = providers.length === 0 ? 'decided' : 'untried';
  }

  /** Where a worker that starts now is to run the models. */
  get provider(): string {
    return this.#isSuspected ? 'cpu' : (this.#found?.provider ?? 'cpu');
  }

  /** Those that a trial is to try: of the wanted ones those that have not failed at the work. */
  get providers(): readonly string[] {
    return this.#providers.filter((name) => !this.#lost.some(({ provider }) => provider === name));
  }

  get isUntried(): boolean {
    return this.#state === 'untried';
  }

  /** Undefined until the trial is over, and a worker has shown that it runs there. */
  get report(): ProcessorReport | undefined {
    const isProven = this.provider !== 'cpu' || this.#onCpu !== undefined;
    return this.#state === 'decided' && isProven ? (this.#found ?? this.#onCpu) : undefined;
  }

  /** Wants others from now on. What was found out of the same ones before still holds, and what failed at the work is not tried again. */
  want(providers: readonly string[]): void {
    if (providers.join() !== this.#providers.join()) {
      this.#providers = providers;
      const isAnyLeft = this.providers.length > 0;
      this.#found = providers.length === 0 || isAnyLeft ? undefined : this.#onlyCpu([]);
      this.#state = isAnyLeft ? 'untried' : 'decided';
    }
  }

  beginTrial(): void {
    this.#state = 'trying';
  }

  /**
   * What a worker says it runs on.
   * @param asked where it was to run, and ran before; `trial` for one that was to find out.
   * @returns whether it could not stay there, so that nothing is run there any more.
   */
  heard(report: ProcessorReport, asked: string): boolean {
    if (report.provider === 'cpu' && asked !== 'trial') {
      this.#onCpu = report;
    }
    const isAnswer = asked === 'trial' && this.#state === 'trying';
    const isLoss = asked === this.#found?.provider && report.provider !== asked;
    if (isLoss) {
      this.#lost.push(...report.rejected.filter(({ provider }) => provider === asked));
    }
    if (isAnswer || isLoss) {
      this.#found = { ...report, rejected: this.#withLost(report.rejected) };
      this.#state = 'decided';
    }
    return isLoss;
  }

  /** The worker that tried ended without a verdict. */
  trialFailed(reason: string): void {
    const rejected = this.providers.map((provider): Rejected => ({
      provider,
      kind: 'failed',
      reason,
    }));
    this.#found = this.#onlyCpu(rejected);
    this.#state = 'decided';
  }

  /** A worker that did not run on the CPU ended at a song, which is given to one that does: the song or the processor is to blame. */
  suspect(): void {
    this.#isSuspected = true;
  }

  /** What came of that. @returns whether it was the processor, which is not used again. */
  judge(isSongToBlame: boolean): boolean {
    this.#isSuspected = false;
    return !isSongToBlame && this.lose('the process ended at a song that the CPU can listen to');
  }

  /** Nothing is run any more where the workers run now. @returns whether that changes anything. */
  lose(reason: string): boolean {
    const found = this.#found;
    if (found === undefined || found.provider === 'cpu') {
      return false;
    }
    this.#lost.push({ provider: found.provider, kind: 'lost', reason });
    this.#found = this.#onlyCpu(found.rejected);
    return true;
  }

  #onlyCpu(rejected: readonly Rejected[]): ProcessorReport {
    return { provider: 'cpu', songMs: null, cpuSongMs: null, rejected: this.#withLost(rejected) };
  }

  /** What failed at the work comes first, each once. */
  #withLost(rejected: readonly Rejected[]): Rejected[] {
    const isLost = new Set(this.#lost.map(({ provider }) => provider));
    return [...this.#lost, ...rejected.filter(({ provider }) => !isLost.has(provider))];
  }
}
