import type { JSX } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { LearnedLists } from '../../../electron/shared/ipc/lists-contract';
import { Button } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { Switch } from '../../elements/Switch';
import { cancelJob, useJobs } from '../../state/jobs';
import {
  learnByItself,
  learnNow,
  loadListLearning,
  useListLearning,
} from '../../state/list-learning';
import { leftText } from '../../elements/left-text';
import { Part } from './Part';

/** Whether songs that stand together in lists are learned to belong together, and what came of it. */
export function ListsPart(): JSX.Element {
  const { t } = useTranslation();
  const learning = useListLearning((state) => state.learning);
  const job = useJobs((state) => state.running.lists);
  useEffect(() => {
    void loadListLearning();
  }, []);
  return (
    <Part title={t('lists.title')}>
      <p className="settings__quiet">{t('lists.note')}</p>
      <Switch
        label={t('lists.automatic')}
        on={learning?.automatic ?? true}
        onChange={(on) => {
          void learnByItself(on);
        }}
      />
      <p className="settings__quiet">{t('lists.automatic-note')}</p>
      {learning !== null && learning.learned === null && job === undefined && (
        <p className="settings__quiet">{t('lists.never')}</p>
      )}
      {learning?.learned != null && <Figures {...learning.learned} />}
      {job === undefined ? (
        <div className="settings__row">
          <Button
            small
            onClick={() => {
              void learnNow();
            }}
          >
            {t('lists.learn')}
          </Button>
        </div>
      ) : (
        <Running />
      )}
    </Part>
  );
}

function Running(): JSX.Element | null {
  const { t } = useTranslation();
  const job = useJobs((state) => state.running.lists);
  if (job === undefined) {
    return null;
  }
  const label = t(`scan.${job.phase === 'guessing' ? 'guessing' : 'learning'}`);
  return (
    <div className="settings__row" role="status">
      <span>{label}</span>
      <div className="settings__bar">
        <ProgressBar label={label} done={job.done} total={job.total} />
      </div>
      {job.secondsLeft !== null && (
        <span className="settings__quiet">{leftText(job.secondsLeft, t)}</span>
      )}
      <Button
        small
        onClick={() => {
          void cancelJob(job.job);
        }}
      >
        {t('lists.cancel')}
      </Button>
    </div>
  );
}

function Figures({
  at,
  playlists,
  albums,
  folders,
  learned,
  guessed,
  error,
}: LearnedLists): JSX.Element {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(i18n.language);
  const percent = (share: number): number => Math.round(share * 100);
  const rows: (readonly [string, string])[] = [
    [t('lists.at'), when.format(at)],
    [
      t('lists.lists'),
      [playlists, albums, folders].map((count) => number.format(count)).join(' · '),
    ],
    [t('lists.learned'), number.format(learned)],
    [t('lists.guessed'), number.format(guessed)],
  ];
  if (error !== null) {
    const { recall, randomRecall } = error;
    rows.push(
      [t('lists.cosine'), error.cosine.toFixed(2)],
      [
        t('lists.recall'),
        t('lists.recall-of', { percent: percent(recall), random: percent(randomRecall) }),
      ],
    );
  }
  return (
    <>
      <table className="settings__figures" data-testid="list-figures">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {error === null && <p className="settings__quiet">{t('lists.no-error')}</p>}
    </>
  );
}
