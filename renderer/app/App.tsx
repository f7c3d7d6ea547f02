import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { DuplicatesView } from '../features/duplicates/DuplicatesView';
import { EmptyLibrary } from '../features/library/EmptyLibrary';
import { LibraryView } from '../features/library/LibraryView';
import { MapView } from '../features/map/MapView';
import { Notices } from '../features/notices/Notices';
import { DoneBar } from '../features/playlists/Done';
import { ImportsDialog } from '../features/playlists/ImportsDialog';
import { PlaylistSidebar } from '../features/playlists/PlaylistSidebar';
import { PlaylistView } from '../features/playlists/PlaylistView';
import { Player } from '../features/player/Player';
import { ProblemsDialog } from '../features/problems/ProblemsDialog';
import { ScanProgress } from '../features/scan/ScanProgress';
import { SettingsDialog } from '../features/settings/SettingsDialog';
import { SimilarPanel } from '../features/similar/SimilarPanel';
import { startsAgain, useEngine } from '../state/engine';
import { useLibrary } from '../state/library';
import { useView } from '../state/view';
import { DropTarget } from './DropTarget';
import { Header } from './Header';
import './app.css';

/** The whole window. */
export function App(): JSX.Element {
  const dialog = useView((state) => state.dialog);
  return (
    <div className="app">
      <Header />
      <EngineBanner />
      <ScanProgress />
      <main className="app__main">
        <Content />
      </main>
      <Player />
      <Notices />
      <DoneBar />
      <DropTarget />
      <ImportsDialog />
      {dialog === 'settings' && <SettingsDialog />}
      {dialog === 'problems' && <ProblemsDialog />}
    </div>
  );
}

function Content(): JSX.Element | null {
  const { t } = useTranslation();
  const tab = useView((state) => state.tab);
  const loaded = useLibrary((state) => state.loaded);
  const empty = useLibrary((state) => state.sorted.length === 0);
  const down = useEngine((state) => state.state === 'down');
  if (!loaded) {
    return down ? null : <p className="app__loading">{t('app.loading')}</p>;
  }
  if (empty) {
    return <EmptyLibrary />;
  }
  return (
    <>
      <PlaylistSidebar />
      <Tab tab={tab} />
      <SimilarPanel />
    </>
  );
}

function Tab({ tab }: { readonly tab: ReturnType<typeof useView.getState>['tab'] }): JSX.Element {
  switch (tab) {
    case 'library':
      return <LibraryView />;
    case 'map':
      return <MapView />;
    case 'duplicates':
      return <DuplicatesView />;
    case 'playlist':
      return <PlaylistView />;
  }
}

/** Says that nothing can be answered at the moment, and why. */
function EngineBanner(): JSX.Element | null {
  const { t } = useTranslation();
  const engine = useEngine();
  const { state, error } = engine;
  if (startsAgain(engine)) {
    return (
      <div className="app__down" role="status">
        {t('app.engine-starting')}
      </div>
    );
  }
  if (state !== 'down') {
    return null;
  }
  return (
    <div className="app__down" role="alert">
      <strong>{t('app.engine-down')}</strong>
      {error !== undefined && (
        <>
          <span>{t(`error.${error.kind}`)}</span>
          <span className="app__why">{error.message}</span>
        </>
      )}
    </div>
  );
}
