import { SPACES } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';
import type { ChannelsOf, Handlers } from './handlers';
import type { JobBoard } from './job-board';
import type { LibraryView } from './library-view';
import { currentLayout, currentRegions, hasEnough, layOut } from './map-job';

interface MapParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly jobs: JobBoard;
  readonly models: BundledModels;
}

/** The map of a space as it is, its regions, and making it anew. */
export function mapAnswers({ store, view, jobs, models }: MapParts): Handlers<ChannelsOf<'map'>> {
  return {
    'map:layout': ({ space }) => currentLayout(store, view, space),
    'map:regions': ({ space }) => currentRegions(store, view, models, space),
    'map:spaces': () => SPACES.filter((space) => hasEnough(store, view, space)),
    'map:compute': ({ space }) => {
      const running = jobs.find('map');
      if (running?.space === space) {
        return running.id;
      }
      const start = layOut(store, view, space);
      return jobs.start('map', start, space);
    },
  };
}
