import { expect, it } from 'vitest';
import { ledgerText } from './ledger-text';

const none = { unchanged: 0, known: 0, 'left-out': 0, ignored: 0, silent: 0, 'not-reached': 0 };
/** The key and its number: the words are for the translations. */
const t = ((key: string, { n, count }: { n?: number; count?: number }) =>
  `${String(n ?? count)} ${key.slice('ledger.'.length)}`) as never;

it('is a sum of what there is, each reason for itself', () => {
  const ledger = { found: 10, indexed: 2, failed: 1, skipped: 4, waiting: 3 };
  const skips = { ...none, unchanged: 3, silent: 1 };
  expect(ledgerText({ ledger, skips }, t)).toBe(
    '10 found = 2 indexed + 3 unchanged + 1 silent + 1 failed + 3 waiting',
  );
});

it('says of a scan that found nothing just that', () => {
  const ledger = { found: 0, indexed: 0, failed: 0, skipped: 0 };
  expect(ledgerText({ ledger, skips: none }, t)).toBe('0 found');
});
