import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../elements/AskFirst';
import { Button } from '../../elements/Button';
import { Switch } from '../../elements/Switch';
import { exportSongs } from '../../state/export-list';
import { useLibrary } from '../../state/library';
import { report } from '../../state/notices';
import { forgetPlays, hasPlayed, playedSongs } from '../../state/plays';
import { changeSettings, useSettings } from '../../state/settings';
import { Part } from './Part';

/** Whether it is kept what is played, and the ways to have it and to be rid of it. */
export function HistoryPart(): JSX.Element {
  const { t } = useTranslation();
  const on = useSettings((state) => state.settings.playHistory);
  const [forgotten, setForgotten] = useState<number | null>(null);
  // The rows change in place; their version tells.
  useLibrary((state) => state.version);
  const isEmpty = !hasPlayed();
  return (
    <Part title={t('history.title')}>
      <Switch
        label={t('history.keep')}
        on={on}
        onChange={(playHistory) => {
          void changeSettings({ playHistory });
        }}
      />
      <p className="settings__quiet">{t('history.note')}</p>
      <div className="settings__row settings__row--wrapping">
        <Button
          small
          disabled={isEmpty}
          onClick={() => {
            exportSongs(t('history.file'), playedSongs(), 'csv').catch(report);
          }}
        >
          {t('history.export')}
        </Button>
        <AskFirst
          label={t('history.forget')}
          question={t('history.forget-ask')}
          yes={t('history.forget-yes')}
          no={t('history.forget-no')}
          onYes={() => {
            forgetPlays().then(setForgotten, report);
          }}
        />
        {forgotten !== null && (
          <span className="settings__quiet" role="status">
            {t('history.forgotten', { count: forgotten })}
          </span>
        )}
      </div>
    </Part>
  );
}
