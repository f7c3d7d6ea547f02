import { useVirtualizer } from '@tanstack/react-virtual';
import { RotateCcw } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../electron/shared/progress';
import { Button } from '../../elements/Button';
import { Dialog } from '../../elements/Dialog';
import { retryProblems, useJobs } from '../../state/jobs';
import { openDialog } from '../../state/view';
import './problems.css';

const USUAL_HEIGHT = 84;

/** Every file that could not be used, why, and a way to try it again. */
export function ProblemsDialog(): JSX.Element {
  const { t } = useTranslation();
  const problems = useJobs((state) => state.problems);
  return (
    <Dialog
      title={t('problems.title')}
      testId="problems-list"
      onClose={() => {
        openDialog(null);
      }}
    >
      {problems.length === 0 ? (
        <p className="problems__text">{t('problems.none')}</p>
      ) : (
        <>
          <div className="problems__head">
            <p className="problems__text">{t('problems.text')}</p>
            <Button
              small
              onClick={() => {
                void retryProblems();
              }}
            >
              <RotateCcw size={14} />
              {t('problems.retry-all')}
            </Button>
          </div>
          <ProblemItems problems={problems} />
        </>
      )}
    </Dialog>
  );
}

function ProblemItems({ problems }: { readonly problems: readonly Problem[] }): JSX.Element {
  // State, not a ref: the list measures once the element is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // The compiler must not cache what this hook returns: it changes in place while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: problems.length,
    getScrollElement: () => scroller,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: (index) => problems[index]?.path ?? index,
    overscan: 6,
  });
  return (
    <div className="problems__scroller" ref={setScroller}>
      <div className="problems__items" role="list" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const problem = problems[index];
          return problem === undefined ? null : (
            <div
              key={key}
              role="listitem"
              ref={virtual.measureElement}
              data-index={index}
              data-testid="problem-item"
              className="problems__item"
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              <ProblemItem problem={problem} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ProblemItem({ problem: { path, error } }: { readonly problem: Problem }): JSX.Element {
  const { t } = useTranslation();
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return (
    <>
      <div className="problems__what">
        <div className="problems__name" dir="auto">
          {path.slice(cut)}
        </div>
        <div className="problems__folder">{path.slice(0, cut)}</div>
        <div className="problems__reason">{t(`error.${error.kind}`)}</div>
        <details className="problems__details">
          <summary>{t('notice.details')}</summary>
          {error.message}
          {error.stage !== undefined &&
            ` (${t('problems.stage', { stage: t(`stage.${error.stage}`) })})`}
        </details>
      </div>
      <Button
        small
        onClick={() => {
          void retryProblems([path]);
        }}
      >
        {t('problems.retry')}
      </Button>
    </>
  );
}
