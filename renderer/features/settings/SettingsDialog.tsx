import { FolderPlus } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { Choices } from '../../elements/Choices';
import { Dialog } from '../../elements/Dialog';
import { loadFolders, removeFolder, scanFolder, useFolders } from '../../state/folders';
import { useLibrary } from '../../state/library';
import { changeSettings, useSettings } from '../../state/settings';
import { openDialog } from '../../state/view';
import { chooseFolder } from '../library/EmptyLibrary';
import { HistoryPart } from './HistoryPart';
import { LeftOutPart } from './LeftOutPart';
import { ListeningPart } from './ListeningPart';
import { ListsPart } from './ListsPart';
import { Part } from './Part';
import { ProcessorPart } from './ProcessorPart';
import { SimilarPart } from './SimilarPart';
import './settings.css';

/** Appearance, language, music folders, and what this program is. */
export function SettingsDialog(): JSX.Element {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('settings.title')}
      onClose={() => {
        openDialog(null);
      }}
    >
      <Looks />
      <Folders />
      <LeftOutPart />
      <ListeningPart />
      <SimilarPart />
      <ListsPart />
      <HistoryPart />
      <ProcessorPart />
      <About />
    </Dialog>
  );
}

function Looks(): JSX.Element {
  const { t } = useTranslation();
  const { theme, language } = useSettings((state) => state.settings);
  return (
    <>
      <Part title={t('settings.theme')}>
        <Choices
          label={t('settings.theme')}
          value={theme}
          choices={[
            { value: 'system', text: t('settings.theme-system') },
            { value: 'light', text: t('settings.theme-light') },
            { value: 'dark', text: t('settings.theme-dark') },
          ]}
          onChange={(value) => {
            void changeSettings({ theme: value });
          }}
        />
      </Part>
      <Part title={t('settings.language')}>
        <Choices
          label={t('settings.language')}
          value={language}
          choices={[
            { value: 'system', text: t('settings.language-system') },
            // Each language by its own name, so that it is found whatever is shown now.
            { value: 'en', text: 'English', lang: 'en' },
            { value: 'ko', text: '한국어', lang: 'ko' },
          ]}
          onChange={(value) => {
            void changeSettings({ language: value });
          }}
        />
      </Part>
    </>
  );
}

function Folders(): JSX.Element {
  const { t } = useTranslation();
  const roots = useFolders((state) => state.roots);
  const version = useLibrary((state) => state.version);
  useEffect(() => {
    // A folder that was just added changes the library.
    void loadFolders();
  }, [version]);
  return (
    <Part title={t('settings.folders')}>
      <ul className="settings__folders">
        {roots.length === 0 && <li className="settings__quiet">{t('settings.no-folders')}</li>}
        {roots.map((path) => (
          <li key={path}>
            <span className="settings__path">{path}</span>
            <Button
              small
              aria-label={t('settings.scan-folder', { path })}
              onClick={() => {
                void scanFolder(path);
              }}
            >
              {t('settings.scan-again')}
            </Button>
            <Button
              small
              aria-label={t('settings.remove-folder', { path })}
              onClick={() => {
                void removeFolder(path);
              }}
            >
              {t('settings.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="settings__row">
        <Button small onClick={chooseFolder}>
          <FolderPlus size={14} />
          {t('settings.add-folder')}
        </Button>
        <span className="settings__quiet">{t('settings.remove-note')}</span>
      </div>
    </Part>
  );
}

function About(): JSX.Element {
  const { t } = useTranslation();
  const info = useSettings((state) => state.info);
  return (
    <Part title={t('settings.about')}>
      {info !== null && (
        <p>{t('settings.version', { version: info.version, electron: info.electron })}</p>
      )}
      <p className="settings__quiet">{t('settings.privacy')}</p>
    </Part>
  );
}
