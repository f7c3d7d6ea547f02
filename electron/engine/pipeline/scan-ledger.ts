import type { Ledger, OpenLedger, SkipReason, Skips } from '../../shared/progress';

/** What became of the files of a job, and why some were skipped. */
export interface Account {
  readonly ledger: Ledger;
  readonly skips: Skips;
}

/** Counts what becomes of the files of a scan. */
export class ScanLedger {
  found = 0;
  indexed = 0;
  failed = 0;
  readonly #skips = {
    unchanged: 0,
    known: 0,
    'left-out': 0,
    ignored: 0,
    silent: 0,
    'not-reached': 0,
  } satisfies Record<SkipReason, number>;

  skip(reason: SkipReason): void {
    this.#skips[reason]++;
  }

  /** A file that was skipped as a copy of a song turned out to be broken. */
  copyFailed(): void {
    this.#skips.known--;
    this.failed++;
  }

  get skipped(): number {
    return Object.values(this.#skips).reduce((sum, count) => sum + count, 0);
  }

  /** As it is while the scan runs. */
  open(): { readonly ledger: OpenLedger; readonly skips: Skips } {
    const { found, indexed, failed, skipped } = this;
    const waiting = found - indexed - failed - skipped;
    return { ledger: { found, indexed, failed, skipped, waiting }, skips: { ...this.#skips } };
  }

  /** As it is at the end: what was not reached was left alone. */
  settled(): Account {
    const { ledger, skips } = this.open();
    const { waiting, ...rest } = ledger;
    return {
      ledger: { ...rest, skipped: rest.skipped + waiting },
      skips: { ...skips, 'not-reached': skips['not-reached'] + waiting },
    };
  }
}
