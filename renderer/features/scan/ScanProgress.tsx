import type { TFunction } from 'i18next';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobProgress } from '../../../electron/shared/progress';
import { Button } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { cancelJob, useJobs } from '../../state/jobs';
import { openDialog } from '../../state/view';
import './scan.css';

/** How far the scan is, how fast it goes, and how to stop it; nothing when none runs. */
export function ScanProgress(): JSX.Element | null {
  const { t } = useTranslation();
  const scan = useJobs((state) => state.running.scan);
  const cancelling = useJobs((state) => scan !== undefined && state.cancelling.has(scan.job));
  if (scan === undefined) {
    return null;
  }
  const label = phaseText(scan, t);
  return (
    <section className="scan" data-testid="scan-progress" aria-label={label}>
      <span className="scan__phase">{label}</span>
      <div className="scan__bar">
        <ProgressBar
          label={label}
          done={scan.done}
          total={scan.phase === 'finding' ? 0 : scan.total}
        />
      </div>
      <span className="scan__numbers">{numbersText(scan, t)}</span>
      {scan.failed > 0 && (
        <button
          type="button"
          className="scan__failed"
          onClick={() => {
            openDialog('problems');
          }}
        >
          {t('scan.failed', { count: scan.failed })}
        </button>
      )}
      <Button
        small
        disabled={cancelling}
        onClick={() => {
          void cancelJob(scan.job);
        }}
      >
        {t(cancelling ? 'scan.cancelling' : 'scan.cancel')}
      </Button>
    </section>
  );
}

function phaseText({ phase, done }: JobProgress, t: TFunction): string {
  return phase === 'finding' ? t('scan.finding', { count: done }) : t(`scan.${phase}`);
}

function numbersText(scan: JobProgress, t: TFunction): string {
  const { phase, done, total, ratePerMinute, secondsLeft } = scan;
  if (phase === 'finding' || total === 0) {
    return '';
  }
  const parts: string[] = [t('scan.done-of', { done, total })];
  if (phase === 'listening' && ratePerMinute > 0) {
    parts.push(t('scan.rate', { rate: Math.round(ratePerMinute) }));
  }
  if (secondsLeft !== null) {
    parts.push(leftText(secondsLeft, t));
  }
  return parts.join(' · ');
}

/** An estimate is told no finer than it is good. */
function leftText(seconds: number, t: TFunction): string {
  if (seconds < 60) {
    return t('scan.left-seconds');
  }
  return seconds < 5400
    ? t('scan.left-minutes', { count: Math.round(seconds / 60) })
    : t('scan.left-hours', { count: Math.round(seconds / 3600) });
}
