import type { JobKind } from '../../electron/shared/progress';
import type { EngineEvent } from '../../electron/shared/ipc/contract';
import { assertNever } from '../../electron/shared/errors';
import { onEvent } from '../api/api';
import { followEngine } from '../state/engine';
import { followJob, loadJobs } from '../state/jobs';
import { refreshLibrary } from '../state/library';
import { loadListLearning } from '../state/list-learning';
import { followMap, followMapChange } from '../state/map';
import { tellPlaying } from '../state/player';
import { notify, report } from '../state/notices';
import { refreshPlaylists } from '../state/playlists';
import { loadSettings } from '../state/settings';
import { followOptions, refreshSimilar } from '../state/similar';

/** Joins the engine's events with the window's state, and asks for what was there before. */
export function connect(): void {
  onEvent(follow);
  // Asked at once and answered as soon as the engine can, which saves waiting for word that it is up.
  void refreshLibrary();
  loadSettings().catch(report);
  tellPlaying();
  followOptions();
}

function follow(event: EngineEvent): void {
  switch (event.kind) {
    case 'engine-state':
      followEngine(event);
      if (event.state === 'ready') {
        void refreshLibrary();
        loadJobs().catch(report);
        void refreshPlaylists();
      }
      break;
    case 'library-changed':
      void refreshLibrary();
      break;
    case 'job':
      followJob(event.event);
      followMap(event.event);
      if (event.event.kind === 'finished') {
        refreshAfter(event.event.jobKind);
      }
      break;
    case 'playlists-changed':
      void refreshPlaylists();
      break;
    case 'map-changed':
      followMapChange(event.space);
      break;
    case 'notice':
      notify(event.error);
      break;
    default:
      assertNever(event);
  }
}

/** What a job that ended may have changed. */
function refreshAfter(job: JobKind): void {
  if (job === 'lists') {
    void refreshSimilar();
    void loadListLearning();
  } else if (job === 'scan') {
    void refreshSimilar();
    // Files of their songs may have gone or come back.
    void refreshPlaylists();
  }
}
