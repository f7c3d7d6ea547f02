import { SPACES } from '../../shared/records';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';
import type { ChannelsOf, Handlers } from './handlers';
import type { HeardTags } from './heard-tags';
import type { JobBoard } from './job-board';
import type { LibraryView } from './library-view';
import { typicalStretch } from './passage-matches';
import type { MapGrowth } from './map-growth';
import { analysedOnMap, moodsOnMap } from './map-facts';
import { currentLayout, currentRegions, hasEnough, layOut } from './map-job';
import type { ListeningControl } from './listening-control';
import type { MapHold } from './map-hold';
import type { MapLayouts } from './map-layouts';

interface MapParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  readonly jobs: JobBoard;
  readonly models: BundledModels;
  readonly layouts: MapLayouts;
  readonly growth: MapGrowth;
  readonly control: ListeningControl;
  readonly hold: MapHold;
  readonly heard: HeardTags;
}

/** The map of a space as it is, its regions, and making it anew. */
export function mapAnswers({
  store,
  view,
  jobs,
  models,
  layouts,
  growth,
  control,
  hold,
  heard,
}: MapParts): Handlers<ChannelsOf<'map'>> {
  return {
    'map:layout': ({ space }) => currentLayout(layouts, view, growth, space),
    'map:regions': ({ space }) => currentRegions(store, layouts, view, models, space),
    'map:moods': ({ space }) => moodsOnMap(layouts, view, heard, space),
    'map:analysed': ({ space }) => analysedOnMap(store, layouts, view, space),
    'map:spaces': () => SPACES.filter((space) => hasEnough(store, view, space)),
    'map:audition': ({ id }) => typicalStretch(store, view.stored(id).id),
    'map:compute': async ({ space, byItself = false }) => {
      const running = jobs.find('map');
      if (running?.space === space) {
        if (!byItself) {
          hold.ask();
          jobs.pauseChanged();
        }
        return running.id;
      }
      // A person is not kept from a map by one that nobody asked for, and that may be held for hours.
      if (running !== undefined && !byItself && hold.isByItself) {
        await jobs.cancelAndWait(running.id);
      }
      const { workers: cores } = control;
      const start = layOut({ store, layouts, view }, space, { cores, steer: hold.steer });
      const id = jobs.start('map', start, space);
      hold.begin(byItself);
      return id;
    },
  };
}
