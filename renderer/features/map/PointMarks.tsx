import type { TFunction } from 'i18next';
import { AudioLines } from 'lucide-react';
import type { CSSProperties, JSX } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns } from '../../../electron/shared/records';
import { useTrack } from '../../state/library';
import type { TrackRow } from '../../state/track-row';
import { useView } from '../../state/view';
import type { Place } from './camera';
import { useLiveMap, usePlace } from './live-map';
import { NeighbourLines } from './NeighbourLines';
import { TraceLine } from './TraceLine';

/** What is drawn over the points: names of the song under the mouse and the selected one, lines to their neighbours, tools. */
export function PointMarks({ layout }: { readonly layout: MapColumns }): JSX.Element {
  const selected = useView((state) => state.selected);
  const hover = useLiveMap((state) => state.hover) ?? -1;
  const pinned = useMemo(
    () => (selected === null ? -1 : layout.id.indexOf(selected)),
    [layout, selected],
  );
  return (
    <>
      <NeighbourLines layout={layout} from={hover >= 0 ? hover : pinned} />
      <TraceLine />
      <Ring index={pinned} />
      {pinned >= 0 && pinned !== hover && (
        <PointLabel index={pinned} id={layout.id[pinned] ?? ''} pinned />
      )}
      {hover >= 0 && <PointLabel index={hover} id={layout.id[hover] ?? ''} />}
      <WalkedTo layout={layout} />
    </>
  );
}

/** Says to screen readers which song the arrow keys came to: on the canvas there is nothing to read. */
function WalkedTo({ layout }: { readonly layout: MapColumns }): JSX.Element {
  const { t } = useTranslation();
  const walked = useLiveMap((state) => state.walked);
  const track = useTrack(walked === null ? null : (layout.id[walked] ?? null));
  return (
    <p className="map__unseen" role="status" data-testid="map-walked">
      {track === undefined ? '' : saidOf(t, track)}
    </p>
  );
}

function saidOf(t: TFunction, { title, artist }: TrackRow): string {
  return artist === '' ? title : t('map.walked', { title, artist });
}

function at({ x, y }: Place): CSSProperties {
  return { transform: `translate(${String(x)}px, ${String(y)}px)` };
}

function Ring({ index }: { readonly index: number }): JSX.Element | null {
  const place = usePlace(index);
  return place === null ? null : <span className="map__ring" style={at(place)} />;
}

/** Nearer to the top than this, a name stands below its point. */
const NAME_HEIGHT = 64;
/** Half of what a name takes, in CSS pixels. */
const NAME_REACH = 136;

function PointLabel({
  index,
  id,
  pinned = false,
}: {
  readonly index: number;
  readonly id: string;
  readonly pinned?: boolean;
}): JSX.Element | null {
  const track = useTrack(id);
  const place = usePlace(index);
  const width = useLiveMap((state) => state.plot?.size.width ?? 0);
  const sounding = useLiveMap((state) => state.sounding === id);
  if (track === undefined || place === null) {
    return null;
  }
  const beyond = place.x > width - NAME_REACH ? 'map__name--right' : '';
  const classes = [
    'map__name',
    pinned ? 'map__name--pinned' : '',
    place.y < NAME_HEIGHT ? 'map__name--below' : '',
    place.x < NAME_REACH ? 'map__name--left' : beyond,
  ];
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      data-testid={pinned ? 'map-selected' : 'map-hover'}
      style={at(place)}
    >
      <div className="map__card">
        <strong dir="auto">{track.title}</strong>
        {sounding && <AudioLines className="map__sounding" size={14} aria-hidden="true" />}
        {track.artist !== '' && <span dir="auto">{track.artist}</span>}
      </div>
    </div>
  );
}
