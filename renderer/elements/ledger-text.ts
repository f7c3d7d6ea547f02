import type { TFunction } from 'i18next';
import type { Ledger, OpenLedger, Skips } from '../../electron/shared/progress';
import { SKIP_REASONS } from '../../electron/shared/progress';

/** The sum of a scan: what was found is what became of it, without what nothing became of. */
export function ledgerText(
  { ledger, skips }: { readonly ledger: Ledger | OpenLedger; readonly skips: Skips },
  t: TFunction,
): string {
  const { found, indexed, failed } = ledger;
  const waiting = 'waiting' in ledger ? ledger.waiting : 0;
  const parts = [
    indexed > 0 ? t('ledger.indexed', { n: indexed }) : '',
    ...SKIP_REASONS.map((reason) =>
      skips[reason] > 0 ? t(`ledger.${reason}`, { n: skips[reason] }) : '',
    ),
    failed > 0 ? t('ledger.failed', { count: failed }) : '',
    waiting > 0 ? t('ledger.waiting', { n: waiting }) : '',
  ].filter((part) => part !== '');
  return [t('ledger.found', { n: found }), parts.join(' + ')].filter(Boolean).join(' = ');
}
