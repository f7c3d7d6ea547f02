import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Choices } from '../../elements/Choices';
import { Switch } from '../../elements/Switch';
import { changeSettings, useSettings } from '../../state/settings';
import { Part } from './Part';

/** How much of the computer listening may take, and when it rests. */
export function ListeningPart(): JSX.Element {
  const { t } = useTranslation();
  const { cores, pauseOnBattery, pauseWhilePlaying } = useSettings((state) => state.settings);
  const all = useSettings((state) => state.info?.cores ?? 1);
  return (
    <Part title={t('settings.listening')}>
      <span>{t('settings.cores')}</span>
      <Choices
        label={t('settings.cores')}
        value={cores}
        choices={[
          { value: 'one', text: t('settings.cores-one') },
          {
            value: 'half',
            text: t('settings.cores-half', { cores: Math.max(1, Math.floor(all / 2)) }),
          },
          { value: 'all', text: t('settings.cores-all', { cores: all }) },
        ]}
        onChange={(value) => {
          void changeSettings({ cores: value });
        }}
      />
      <Switch
        label={t('settings.pause-on-battery')}
        on={pauseOnBattery}
        onChange={(on) => {
          void changeSettings({ pauseOnBattery: on });
        }}
      />
      <Switch
        label={t('settings.pause-while-playing')}
        on={pauseWhilePlaying}
        onChange={(on) => {
          void changeSettings({ pauseWhilePlaying: on });
        }}
      />
      <p className="settings__quiet">{t('settings.listening-note')}</p>
    </Part>
  );
}
