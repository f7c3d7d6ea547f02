import { Download, RotateCcw } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { Dialog } from '../../elements/Dialog';
import { ledgerText } from '../../elements/ledger-text';
import { exportProblems, retryProblems, useJobs } from '../../state/jobs';
import { openDialog } from '../../state/view';
import { exportWords } from './export-words';
import { ProblemItems } from './ProblemItems';
import './problems.css';

/** Every file that could not be used, by reason, and ways to try it again, to leave it alone, to save the list. */
export function ProblemsDialog(): JSX.Element {
  const { t } = useTranslation();
  const all = useJobs((state) => state.problems);
  const [wantsIgnored, setShowIgnored] = useState(false);
  const ignored = all.filter((problem) => problem.ignored);
  const open = all.filter((problem) => !problem.ignored);
  const showsIgnored = wantsIgnored && ignored.length > 0;
  const shown = showsIgnored ? ignored : open;
  return (
    <Dialog
      title={t('problems.title')}
      testId="problems-list"
      onClose={() => {
        openDialog(null);
      }}
    >
      <p className="problems__text">{t(textFor(showsIgnored, open.length, ignored.length))}</p>
      <ScanSumLine />
      <div className="problems__buttons">
        {!showsIgnored && open.length > 0 && <ListButtons />}
        <span className="problems__space" />
        {ignored.length > 0 && (
          <Button
            small
            data-testid="show-ignored"
            onClick={() => {
              setShowIgnored(!showsIgnored);
            }}
          >
            {showsIgnored
              ? t('problems.not-ignored')
              : t('problems.ignored', { count: ignored.length })}
          </Button>
        )}
      </div>
      {shown.length > 0 && <ProblemItems problems={shown} />}
    </Dialog>
  );
}

/** What became of every file of the scan that runs, or ended last. */
function ScanSumLine(): JSX.Element | null {
  const { t } = useTranslation();
  const last = useJobs((state) => state.lastScan);
  const running = useJobs((state) => state.running.scan);
  const { ledger = null, skips = null } = running ?? last ?? {};
  if (ledger === null || skips === null) {
    return null;
  }
  const sum = ledgerText({ ledger, skips }, t);
  return (
    <p className="problems__text" data-testid="scan-sum">
      {t(running === undefined ? 'problems.last-scan' : 'problems.this-scan', { sum })}
    </p>
  );
}

function textFor(
  showsIgnored: boolean,
  open: number,
  ignored: number,
): 'problems.ignored-text' | 'problems.text' | 'problems.none-left' | 'problems.none' {
  if (showsIgnored) {
    return 'problems.ignored-text';
  }
  if (open > 0) {
    return 'problems.text';
  }
  return ignored > 0 ? 'problems.none-left' : 'problems.none';
}

/** What can be done with the whole list. */
function ListButtons(): JSX.Element {
  const { t } = useTranslation();
  const [exported, setExported] = useState<number | null>(null);
  return (
    <>
      <Button
        small
        onClick={() => {
          void retryProblems();
        }}
      >
        <RotateCcw size={14} />
        {t('problems.retry-all')}
      </Button>
      <Button
        small
        data-testid="export-problems"
        onClick={() => {
          void exportProblems(exportWords(t)).then(setExported);
        }}
      >
        <Download size={14} />
        {t('problems.export')}
      </Button>
      {exported !== null && (
        <span className="problems__text" role="status">
          {t('problems.exported', { count: exported })}
        </span>
      )}
    </>
  );
}
