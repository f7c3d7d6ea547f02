import {
  ArrowLeft,
  ArrowRight,
  ChartScatter,
  Hand,
  Headphones,
  Lasso,
  Maximize,
  Route,
} from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { MAP_COLOURS, MAP_SIZES } from '../../../electron/shared/settings';
import { IconButton } from '../../elements/Button';
import { Select } from '../../elements/Select';
import { showAllGroups } from '../../state/map-filter';
import { useJobs } from '../../state/jobs';
import { chooseSpace, computeMap, useMap } from '../../state/map';
import { changeSettings, useSettings } from '../../state/settings';
import { SearchBox } from '../library/SearchBox';
import { WHOLE } from './camera';
import type { PointFacts } from './colour-by';
import { HowToRead } from './HowToRead';
import { useLiveMap } from './live-map';
import { useMapHistory } from './map-history';
import type { Tool } from './plot-input';
import { SavePicture } from './SavePicture';
import { travel } from './use-history';
import type { MapLooks } from './use-looks';

/** Looking, picking and colouring. */
export function MapToolbar({ looks }: { readonly looks: MapLooks }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="map__tools" role="toolbar" aria-label={t('map.tools')}>
      <Travel />
      <Tools />
      <div className="map__choices">
        <Spaces />
        <Looks facts={looks.facts} />
      </div>
      <div className="map__search">
        <SearchBox />
      </div>
      <div className="map__tool-group">
        <AuditionSwitch />
        <SavePicture looks={looks} />
        <LayOutAnew />
        <HowToRead />
        <IconButton
          label={t('map.fit')}
          onClick={() => {
            useLiveMap.getState().plot?.fly(WHOLE);
          }}
        >
          <Maximize size={16} />
        </IconButton>
      </div>
    </div>
  );
}

function Travel(): JSX.Element {
  const { t } = useTranslation();
  const { moments, at } = useMapHistory();
  return (
    <div className="map__tool-group">
      <IconButton
        label={t('map.back')}
        disabled={at <= 0}
        onClick={() => {
          travel(-1);
        }}
      >
        <ArrowLeft size={16} />
      </IconButton>
      <IconButton
        label={t('map.forward')}
        disabled={at + 1 >= moments.length}
        onClick={() => {
          travel(1);
        }}
      >
        <ArrowRight size={16} />
      </IconButton>
    </div>
  );
}

function AuditionSwitch(): JSX.Element {
  const { t } = useTranslation();
  const on = useSettings((state) => state.settings.audition);
  return (
    <IconButton
      label={t('map.audition')}
      aria-pressed={on}
      onClick={() => {
        void changeSettings({ audition: !on });
      }}
    >
      <Headphones size={16} />
    </IconButton>
  );
}

/** There for who wants it; the map asks by itself when it is time. */
function LayOutAnew(): JSX.Element {
  const { t } = useTranslation();
  const computing = useJobs((state) => state.running.map !== undefined);
  return (
    <IconButton
      label={t('map.lay-out')}
      disabled={computing}
      onClick={() => {
        void computeMap();
      }}
    >
      <ChartScatter size={16} />
    </IconButton>
  );
}

const TOOLS = [
  ['move', Hand],
  ['lasso', Lasso],
  ['path', Route],
] as const satisfies readonly (readonly [Tool, unknown])[];

function Tools(): JSX.Element {
  const { t } = useTranslation();
  const chosen = useLiveMap((state) => state.tool);
  return (
    <div className="map__tool-group">
      {TOOLS.map(([tool, Icon]) => (
        <IconButton
          key={tool}
          label={t(`map.tool-${tool}`)}
          aria-pressed={tool === chosen}
          onClick={() => {
            useLiveMap.setState({ tool });
          }}
        >
          <Icon size={16} />
        </IconButton>
      ))}
    </div>
  );
}

/** What near means; there is nothing to choose while one space is filled. */
function Spaces(): JSX.Element | null {
  const { t } = useTranslation();
  const { space, spaces } = useMap();
  if (spaces.length < 2) {
    return null;
  }
  return (
    <Select
      label={t('map.space')}
      value={space}
      choices={spaces.map((value) => ({
        value,
        text: t('map.alike-in', { space: t(`space.${value}`) }),
      }))}
      onChange={(next) => {
        void chooseSpace(next);
      }}
    />
  );
}

function Looks({ facts: { cluster, trust } }: { readonly facts: PointFacts }): JSX.Element {
  const { t } = useTranslation();
  const { mapColour, mapSize } = useSettings((state) => state.settings);
  const known = MAP_COLOURS.filter(
    (by) => (by !== 'cluster' || cluster !== undefined) && (by !== 'trust' || trust !== undefined),
  );
  return (
    <>
      <Select
        label={t('map.colour-by')}
        value={mapColour}
        choices={known.map((value) => ({ value, text: t(`map.by-${value}`) }))}
        onChange={(next) => {
          showAllGroups();
          void changeSettings({ mapColour: next });
        }}
      />
      <Select
        label={t('map.size-by')}
        value={mapSize}
        choices={MAP_SIZES.map((value) => ({ value, text: t(`map.size-${value}`) }))}
        onChange={(next) => {
          void changeSettings({ mapSize: next });
        }}
      />
    </>
  );
}
