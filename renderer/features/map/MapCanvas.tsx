import { Maximize } from 'lucide-react';
import type { CSSProperties, JSX } from 'react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns } from '../../../electron/shared/records';
import { IconButton } from '../../elements/Button';
import { useLibrary, useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { useMap } from '../../state/map';
import { play } from '../../state/player';
import { openSimilar } from '../../state/similar';
import { select, useView } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';
import type { GenreColours } from './genre-colours';
import { colourByGenre } from './genre-colours';
import { NeighbourLines } from './NeighbourLines';
import type { PointPlace, Scatter } from './scatter';
import { createScatter } from './scatter';
import './map.css';

/** The scatter plot itself: hover names a song, a click picks it, a right-click opens its menu. */
export function MapCanvas({ layout }: { readonly layout: MapColumns }): JSX.Element {
  const { t } = useTranslation();
  const { attach, scatter, hover, pinned, failure } = useScatter(layout);
  const colours = useGenreColours(layout);
  useDrawing(scatter, layout, colours);
  if (failure !== null) {
    return <p className="map__none">{t('map.no-webgl', { reason: failure })}</p>;
  }
  return (
    <div
      className="map__ground"
      onContextMenu={(event) => {
        event.preventDefault();
        const id = layout.id[scatter?.hovered ?? -1];
        if (id !== undefined) {
          void openTrackMenu(id, listOrder());
        }
      }}
    >
      <canvas
        ref={attach}
        className="map__canvas"
        data-testid="map-canvas"
        role="img"
        aria-label={t('map.label')}
        onDoubleClick={() => {
          const id = layout.id[scatter?.hovered ?? -1];
          if (id !== undefined) {
            play(id, listOrder());
          }
        }}
      />
      {pinned !== null && (
        <>
          <NeighbourLines layout={layout} scatter={scatter} from={pinned} />
          <span className="map__ring" style={at(pinned)} />
          {pinned.index !== hover?.index && (
            <PointLabel place={pinned} id={layout.id[pinned.index] ?? ''} pinned />
          )}
        </>
      )}
      {hover !== null && <PointLabel place={hover} id={layout.id[hover.index] ?? ''} />}
      <div className="map__foot">
        <Legend colours={colours} />
        <p className="map__about">{t('map.about')}</p>
      </div>
      <IconButton
        label={t('map.fit')}
        className="map__fit"
        onClick={() => {
          scatter?.fit();
        }}
      >
        <Maximize size={16} />
      </IconButton>
    </div>
  );
}

/** Songs played from the map go on as the table does. */
function listOrder(): string[] {
  return useLibrary.getState().visible.map((row) => row.id);
}

interface ScatterState {
  readonly attach: (canvas: HTMLCanvasElement) => () => void;
  readonly scatter: Scatter | null;
  readonly hover: PointPlace | null;
  /** Where the selected song is. */
  readonly pinned: PointPlace | null;
  /** Why nothing can be drawn on this computer. */
  readonly failure: string | null;
}

/** Makes the plot when the canvas is there, and takes it away with it. */
function useScatter(layout: MapColumns): ScatterState {
  const [scatter, setScatter] = useState<Scatter | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [hover, setHover] = useState<PointPlace | null>(null);
  const [, setView] = useState(0);
  const selected = useView((state) => state.selected);
  const attach = useCallback((canvas: HTMLCanvasElement) => {
    let made: Scatter | undefined;
    try {
      made = createScatter(canvas, {
        onHover: setHover,
        onPick: (index) => {
          // The layout of now: songs may have been added since the plot was made.
          pick(useMap.getState().layout?.id[index]);
        },
        onView: () => {
          setView((count) => count + 1);
        },
      });
      setScatter(made);
    } catch (thrown) {
      setFailure(thrown instanceof Error ? thrown.message : String(thrown));
    }
    return () => {
      made?.destroy();
      setScatter(null);
      setHover(null);
    };
  }, []);
  const index = selected === null ? -1 : layout.id.indexOf(selected);
  const pinned = index < 0 ? null : (scatter?.placeOf(index) ?? null);
  return { attach, scatter, hover, pinned, failure };
}

function pick(id: string | undefined): void {
  if (id !== undefined) {
    select(id);
    openSimilar(id).catch(report);
  }
}

/** Keeps the picture in step with the layout, the song to be shown and the theme. */
function useDrawing(scatter: Scatter | null, layout: MapColumns, colours: GenreColours): void {
  const shown = useView((state) => state.shown);
  const [drawn, setDrawn] = useState<Scatter | null>(null);
  useEffect(() => {
    scatter
      ?.draw(layout, colours.category, colours.colours)
      .then(() => {
        setDrawn(scatter);
      })
      .catch(report);
  }, [scatter, layout, colours]);
  const ready = drawn === scatter ? scatter : null;
  useEffect(() => {
    const index = shown === null ? -1 : layout.id.indexOf(shown.id);
    if (index >= 0) {
      ready?.show(index);
      useView.setState({ shown: null });
    }
  }, [ready, layout, shown]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const repaint = (): void => {
      scatter?.repaint();
    };
    dark.addEventListener('change', repaint);
    return () => {
      dark.removeEventListener('change', repaint);
    };
  }, [scatter]);
}

function useGenreColours(layout: MapColumns): GenreColours {
  return useMemo(() => {
    const { tracks } = useLibrary.getState();
    return colourByGenre(layout.id.map((id) => tracks.get(id)?.genre ?? ''));
  }, [layout]);
}

function at({ x, y }: PointPlace): CSSProperties {
  return { transform: `translate(${String(x)}px, ${String(y)}px)` };
}

/** Nearer to the top than this, a name stands below its point. */
const NAME_HEIGHT = 64;

function PointLabel({
  place,
  id,
  pinned = false,
}: {
  readonly place: PointPlace;
  readonly id: string;
  readonly pinned?: boolean;
}): JSX.Element | null {
  const track = useTrack(id);
  if (track === undefined) {
    return null;
  }
  const classes = [
    'map__name',
    pinned ? 'map__name--pinned' : '',
    place.y < NAME_HEIGHT ? 'map__name--below' : '',
    place.edge === null ? '' : `map__name--${place.edge}`,
  ];
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      data-testid={pinned ? undefined : 'map-hover'}
      style={at(place)}
    >
      <div className="map__card">
        <strong dir="auto">{track.title}</strong>
        {track.artist !== '' && <span dir="auto">{track.artist}</span>}
      </div>
    </div>
  );
}

function Legend({ colours: { legend } }: { readonly colours: GenreColours }): JSX.Element | null {
  const { t } = useTranslation();
  if (legend.length < 2) {
    return null;
  }
  const nameOf = (genre: string | null): string => {
    if (genre === null) {
      return t('map.other');
    }
    return genre === '' ? t('map.no-genre') : genre;
  };
  return (
    <ul className="map__legend" aria-label={t('column.genre')}>
      {legend.map(({ genre, colour }) => (
        <li key={genre ?? '\u0000'}>
          <span className="map__dot" style={{ background: colour }} />
          <span className="map__genre">{nameOf(genre)}</span>
        </li>
      ))}
    </ul>
  );
}
