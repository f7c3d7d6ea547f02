import { leftText } from '../../elements/left-text';
import type { TFunction } from 'i18next';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobProgress } from '../../../electron/shared/progress';
import { Button } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { cancelJob, pauseJob, useJobs } from '../../state/jobs';
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
      <PauseButton scan={scan} disabled={cancelling} />
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

/** Looking for files is over in a moment: there is nothing to pause yet. */
function PauseButton({
  scan: { job, phase, paused },
  disabled,
}: {
  readonly scan: JobProgress;
  readonly disabled: boolean;
}): JSX.Element {
  const { t } = useTranslation();
  const overrules = paused !== null && paused !== 'by-hand';
  const resume = overrules ? t('scan.resume-anyway') : t('scan.resume');
  return (
    <Button
      small
      data-testid="scan-pause"
      disabled={disabled || phase === 'finding'}
      onClick={() => {
        void pauseJob(job, paused === null);
      }}
    >
      {paused === null ? t('scan.pause') : resume}
    </Button>
  );
}

function phaseText({ phase, done, paused }: JobProgress, t: TFunction): string {
  switch (paused) {
    case 'by-hand':
      return t('scan.paused-by-hand');
    case 'battery':
      return t('scan.paused-battery');
    case 'playing':
      return t('scan.paused-playing');
    case null:
      break;
  }
  return phase === 'finding' ? t('scan.finding', { count: done }) : t(`scan.${phase}`);
}

function numbersText(scan: JobProgress, t: TFunction): string {
  const { phase, done, total, ratePerMinute, secondsLeft, paused, anew = 0 } = scan;
  if (phase === 'finding' || total === 0) {
    return '';
  }
  const parts: string[] = [t('scan.done-of', { done, total })];
  if (paused !== null) {
    return parts.join('');
  }
  if (phase === 'listening' && ratePerMinute > 0) {
    parts.push(t('scan.rate', { rate: Math.round(ratePerMinute) }));
  }
  if (secondsLeft !== null) {
    parts.push(leftText(secondsLeft, t));
  }
  if (anew > 0) {
    parts.push(t('scan.anew', { count: anew }));
  }
  return parts.join(' · ');
}
