import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { JSX } from 'react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorKind } from '../../../electron/shared/errors';
import type { Problem } from '../../../electron/shared/progress';
import { Button } from '../../elements/Button';
import { ignoreProblems, retryProblems } from '../../state/jobs';
import type { ProblemGroup, ProblemLine } from './problem-groups';
import { groupProblems, linesOf } from './problem-groups';

const USUAL_HEIGHT = 84;
const GROUP_HEIGHT = 40;

/** The problems under their reasons; a reason can be closed. Only what is in sight is drawn. */
export function ProblemItems({ problems }: { readonly problems: readonly Problem[] }): JSX.Element {
  const [closed, setClosed] = useState<ReadonlySet<ErrorKind>>(new Set());
  const groups = useMemo(() => groupProblems(problems), [problems]);
  const lines = useMemo(() => linesOf(groups, closed), [groups, closed]);
  const toggle = (reason: ErrorKind): void => {
    setClosed((before) =>
      before.has(reason)
        ? new Set([...before].filter((other) => other !== reason))
        : new Set([...before, reason]),
    );
  };
  return <Lines lines={lines} onToggle={toggle} />;
}

function Lines({
  lines,
  onToggle,
}: {
  readonly lines: readonly ProblemLine[];
  readonly onToggle: (reason: ErrorKind) => void;
}): JSX.Element {
  // State, not a ref: the list measures once the element is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // The compiler must not cache what this hook returns: it changes in place while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? GROUP_HEIGHT : USUAL_HEIGHT),
    getItemKey: (index) => keyOf(lines[index]),
    overscan: 6,
  });
  return (
    <div className="problems__scroller" ref={setScroller}>
      <div className="problems__items" role="list" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <div
              key={key}
              role="listitem"
              ref={virtual.measureElement}
              data-index={index}
              data-testid={`problem-${line.kind === 'group' ? 'group' : 'item'}`}
              className={line.kind === 'group' ? 'problems__group' : 'problems__item'}
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              {line.kind === 'group' ? (
                <GroupLine
                  group={line.group}
                  closed={line.closed}
                  onToggle={() => {
                    onToggle(line.group.reason);
                  }}
                />
              ) : (
                <ProblemItem problem={line.problem} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyOf(line: ProblemLine | undefined): string {
  if (line === undefined) {
    return '';
  }
  return line.kind === 'group' ? `reason ${line.group.reason}` : `file ${line.problem.path}`;
}

function GroupLine({
  group: { reason, problems },
  closed,
  onToggle,
}: {
  readonly group: ProblemGroup;
  readonly closed: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const words = t(`error.${reason}`);
  const ignored = problems[0]?.ignored === true;
  const Chevron = closed ? ChevronRight : ChevronDown;
  return (
    <>
      <button
        type="button"
        className="problems__reason"
        aria-expanded={!closed}
        title={words}
        onClick={onToggle}
      >
        <Chevron size={15} aria-hidden="true" />
        <span className="problems__count">{problems.length}</span>
        <span className="problems__words">{words}</span>
      </button>
      {!ignored && (
        <Button
          small
          aria-label={t('problems.retry-all-of', { reason: words })}
          onClick={() => {
            void retryProblems(problems.map(({ path }) => path));
          }}
        >
          {t('problems.retry-all')}
        </Button>
      )}
      <Button
        small
        aria-label={ignored ? undefined : t('problems.ignore-all-of', { reason: words })}
        onClick={() => {
          void ignoreProblems({ reason }, !ignored);
        }}
      >
        {ignored ? t('problems.stop-ignoring') : t('problems.ignore-all')}
      </Button>
    </>
  );
}

function ProblemItem({
  problem: { path, error, ignored },
}: {
  readonly problem: Problem;
}): JSX.Element {
  const { t } = useTranslation();
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return (
    <>
      <div className="problems__what">
        <div className="problems__name" dir="auto">
          {path.slice(cut)}
        </div>
        <div className="problems__folder">{path.slice(0, cut)}</div>
        <details className="problems__details">
          <summary>{t('notice.details')}</summary>
          {error.message}
          {error.stage !== undefined &&
            ` (${t('problems.stage', { stage: t(`stage.${error.stage}`) })})`}
        </details>
      </div>
      {!ignored && (
        <Button
          small
          onClick={() => {
            void retryProblems([path]);
          }}
        >
          {t('problems.retry')}
        </Button>
      )}
      <Button
        small
        onClick={() => {
          void ignoreProblems({ paths: [path] }, !ignored);
        }}
      >
        {ignored ? t('problems.stop-ignoring') : t('problems.ignore')}
      </Button>
    </>
  );
}
