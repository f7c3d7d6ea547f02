import type { TFunction } from 'i18next';

/** An estimate of the time left, told no finer than it is good. */
export function leftText(seconds: number, t: TFunction): string {
  if (seconds < 60) {
    return t('scan.left-seconds');
  }
  return seconds < 5400
    ? t('scan.left-minutes', { count: Math.round(seconds / 60) })
    : t('scan.left-hours', { count: Math.round(seconds / 3600) });
}
