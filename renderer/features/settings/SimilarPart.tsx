import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Response } from '../../../electron/shared/ipc/contract';
import { invoke } from '../../api/api';
import { Button } from '../../elements/Button';
import { Switch } from '../../elements/Switch';
import { report } from '../../state/notices';
import { changeSettings, useSettings } from '../../state/settings';
import { Part } from './Part';

type Spaces = Response<'similar:hubs'>['spaces'];

/** Songs that are compared with each other: a few seconds of one core. */
const MOST_MEASURED = 2000;

/** Whether songs that are near to everything are put in their place, and what that does in this library. */
export function SimilarPart(): JSX.Element {
  const { t } = useTranslation();
  const on = useSettings((state) => state.settings.hubCorrection);
  return (
    <Part title={t('settings.similar')}>
      <Switch
        label={t('settings.hubs')}
        on={on}
        onChange={(next) => {
          void changeSettings({ hubCorrection: next });
        }}
      />
      <p className="settings__quiet">{t('settings.hubs-note')}</p>
      <Figures />
    </Part>
  );
}

function Figures(): JSX.Element {
  const { t } = useTranslation();
  const [spaces, setSpaces] = useState<Spaces | 'measuring' | null>(null);
  const measure = (): void => {
    setSpaces('measuring');
    invoke('similar:hubs', { most: MOST_MEASURED }).then(
      (answer) => {
        setSpaces(answer.spaces);
      },
      (thrown: unknown) => {
        setSpaces(null);
        report(thrown);
      },
    );
  };
  if (spaces === null || spaces === 'measuring') {
    return (
      <div className="settings__row">
        <Button small disabled={spaces !== null} onClick={measure}>
          {t(spaces === null ? 'settings.hubs-measure' : 'settings.hubs-measuring')}
        </Button>
      </div>
    );
  }
  return spaces.length === 0 ? (
    <p className="settings__quiet">{t('settings.hubs-few')}</p>
  ) : (
    <>
      {spaces.map((space) => (
        <SpaceFigures key={space.space} {...space} />
      ))}
    </>
  );
}

function SpaceFigures({ space, songs, before, after }: Spaces[number]): JSX.Element {
  const { t } = useTranslation();
  const percent = (share: number): string => `${String(Math.round(share * 100))}%`;
  const rows = [
    [t('settings.hubs-skewness'), before.skewness.toFixed(2), after.skewness.toFixed(2)],
    [t('settings.hubs-never'), percent(before.never), percent(after.never)],
    [t('settings.hubs-same-artist'), percent(before.sameArtist), percent(after.sameArtist)],
  ] as const;
  return (
    <table className="settings__figures" data-testid="hub-figures">
      <caption>{t('settings.hubs-over', { space: t(`space.${space}`), count: songs })}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('settings.hubs-before')}</th>
          <th scope="col">{t('settings.hubs-after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, plain, corrected]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{plain}</td>
            <td>{corrected}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
