import type { Ledger } from '../../electron/shared/progress';
import type { RunningApp } from './app';
import { expect } from '@playwright/test';

const SCAN_LIMIT_MS = 75_000;

/** Waits until this many scans have finished since the window came up; their ledgers, in order. */
export async function finishedScans(app: RunningApp, count: number): Promise<readonly Ledger[]> {
  let ledgers: readonly Ledger[] = [];
  await expect
    .poll(
      async () => {
        ledgers = await scanLedgers(app);
        return ledgers.length;
      },
      { message: 'finished scans', timeout: SCAN_LIMIT_MS },
    )
    .toBeGreaterThanOrEqual(count);
  return ledgers;
}

/** The layouts that were made since the window came up: whether each was cancelled. */
export async function finishedLayouts(app: RunningApp): Promise<readonly boolean[]> {
  return (await app.events()).flatMap((event) =>
    event.kind === 'job' && event.event.kind === 'finished' && event.event.jobKind === 'map'
      ? [event.event.cancelled]
      : [],
  );
}

/** The ledgers of the scans that have finished so far. */
export async function scanLedgers(app: RunningApp): Promise<readonly Ledger[]> {
  return (await finishedOnes(app)).map(({ ledger }) => ledger);
}

async function finishedOnes(
  app: RunningApp,
): Promise<readonly { readonly job: string; readonly ledger: Ledger }[]> {
  return (await app.events()).flatMap((event) =>
    event.kind === 'job' &&
    event.event.kind === 'finished' &&
    event.event.jobKind === 'scan' &&
    event.event.ledger !== null
      ? [{ job: event.event.job, ledger: event.event.ledger }]
      : [],
  );
}

/**
 * Asks the engine to look at the known folders again and waits for the end of that very scan, as the engine also scans
 * by itself; all ledgers up to it since the window came up.
 */
export async function rescan(app: RunningApp): Promise<readonly Ledger[]> {
  const started = await app.page.evaluate(() => {
    const { api } = window as unknown as {
      api: { invoke(channel: string, request: object): Promise<{ ok: boolean; value?: string }> };
    };
    return api.invoke('scan:start', {});
  });
  expect(started).toMatchObject({ ok: true });
  let ledgers: readonly Ledger[] = [];
  await expect
    .poll(
      async () => {
        const scans = await finishedOnes(app);
        const end = scans.findIndex(({ job }) => job === started.value);
        ledgers = scans.slice(0, end + 1).map(({ ledger }) => ledger);
        return end;
      },
      { message: 'the end of the scan', timeout: SCAN_LIMIT_MS },
    )
    .toBeGreaterThanOrEqual(0);
  return ledgers;
}
