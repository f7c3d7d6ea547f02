import { RefreshCw, Settings, TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../elements/Button';
import { rescan, useJobs } from '../state/jobs';
import { openDialog, showTab, useView } from '../state/view';

const TABS = ['library', 'map'] as const;

/** The tabs, and the ways to problems and settings. */
export function Header(): JSX.Element {
  const { t } = useTranslation();
  const scanning = useJobs((state) => state.running.scan !== undefined);
  const problems = useJobs((state) => state.problems.filter(({ ignored }) => !ignored).length);
  return (
    <header className="header">
      <h1 className="header__name">{t('app.name')}</h1>
      <Tabs />
      <span className="header__space" />
      <IconButton
        label={t('scan.rescan')}
        disabled={scanning}
        onClick={() => {
          void rescan();
        }}
      >
        <RefreshCw size={17} />
      </IconButton>
      <button
        type="button"
        className="header__problems"
        data-testid="problems-button"
        title={t('problems.button')}
        onClick={() => {
          openDialog('problems');
        }}
      >
        <TriangleAlert size={16} aria-hidden="true" />
        {t('problems.button')}
        {problems > 0 && <span className="header__badge">{problems}</span>}
      </button>
      <IconButton
        label={t('settings.button')}
        data-testid="settings-button"
        onClick={() => {
          openDialog('settings');
        }}
      >
        <Settings size={18} />
      </IconButton>
    </header>
  );
}

function Tabs(): JSX.Element {
  const { t } = useTranslation();
  const current = useView((state) => state.tab);
  return (
    <nav className="header__tabs">
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          className="header__tab"
          data-testid={`${tab}-tab`}
          aria-current={tab === current ? 'page' : undefined}
          onClick={() => {
            showTab(tab);
          }}
        >
          {t(`tab.${tab}`)}
        </button>
      ))}
    </nav>
  );
}
