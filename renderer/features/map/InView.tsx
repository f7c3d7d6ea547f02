import { List } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns } from '../../../electron/shared/records';
import { IconButton } from '../../elements/Button';
import { useLibrary } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilar } from '../../state/similar';
import { select, useView } from '../../state/view';
import { nearestInView } from './in-view';
import { listOrder } from './list-order';
import { useLiveMap, whenViewRests } from './live-map';
import { actOnSong, isModified } from './song-keys';
import { openSongMenu } from './song-menu';

/** A view that moves on is not read out. */
const REST_MS = 400;

interface Seen {
  readonly indices: readonly number[];
  /** How many there are, listed or not. */
  readonly count: number;
}

/** The songs in sight as a list: what a screen reader has instead of the picture, and anyone who opens it. */
export function InView({ layout }: { readonly layout: MapColumns }): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { indices, count } = useSeen(layout);
  return (
    <div className="map__seen">
      <IconButton
        label={t('map.list')}
        className="map__seen-button"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <List size={16} />
      </IconButton>
      <p className="map__unseen" role="status" data-testid="map-in-view">
        {t('map.in-view', { count })}
      </p>
      <ul
        className={open ? 'map__seen-list' : 'map__unseen'}
        aria-label={t('map.in-view-list')}
        data-testid="map-list"
      >
        {indices.map((index) => (
          <SeenSong key={layout.id[index]} id={layout.id[index] ?? ''} reachable={open} />
        ))}
      </ul>
    </div>
  );
}

/** `reachable`: by the tab key; two hundred songs that nobody sees are not to be tabbed through. */
function SeenSong({
  id,
  reachable,
}: {
  readonly id: string;
  readonly reachable: boolean;
}): JSX.Element | null {
  const track = useLibrary((state) => state.tracks.get(id));
  const selected = useView((state) => state.selected === id);
  if (track === undefined) {
    return null;
  }
  return (
    <li>
      <button
        type="button"
        className={`map__seen-song ${selected ? 'map__seen-song--selected' : ''}`}
        aria-current={selected}
        tabIndex={reachable ? 0 : -1}
        data-track-id={id}
        onClick={() => {
          select(id);
          openSimilar(id).catch(report);
        }}
        onDoubleClick={() => {
          play(id, listOrder());
        }}
        onKeyDown={(event) => {
          // A button would take Enter for a click, which only selects.
          if (!isModified(event) && actOnSong(id, event.key)) {
            select(id);
            event.preventDefault();
            event.stopPropagation();
          }
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          openSongMenu(id);
        }}
      >
        <span dir="auto">{track.title}</span>
        <span className="map__seen-artist" dir="auto">
          {track.artist}
        </span>
      </button>
    </li>
  );
}

/** The songs in sight once the view rests. */
function useSeen(layout: MapColumns): Seen {
  const [seen, setSeen] = useState<Seen>({ indices: [], count: 0 });
  useEffect(() => {
    return whenViewRests(REST_MS, () => {
      const { plot } = useLiveMap.getState();
      if (plot !== null && plot.ids === layout.id) {
        setSeen(nearestInView(plot));
      }
    });
  }, [layout]);
  return seen;
}
