import type { JSX, ReactNode } from 'react';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns } from '../../../electron/shared/records';
import { showAllGroups } from '../../state/map-filter';
import { useSettings } from '../../state/settings';
import { useView } from '../../state/view';
import { Audition } from './Audition';
import { CanvasNote } from './CanvasNote';
import { InView } from './InView';
import { Legend } from './Legend';
import { useLiveMap } from './live-map';
import { MapToolbar } from './MapToolbar';
import { Names } from './Names';
import { PointMarks } from './PointMarks';
import { SelectionBar } from './SelectionBar';
import { groundOf, useTheme } from './theme';
import { useHistory } from './use-history';
import type { MapLooks } from './use-looks';
import { useLooks } from './use-looks';
import { usePlot } from './use-plot';
import './map.css';

/** The map itself, and what lies on it. */
export function MapCanvas({
  layout,
  children,
}: {
  readonly layout: MapColumns;
  readonly children?: ReactNode;
}): JSX.Element {
  const { t } = useTranslation();
  const help = useId();
  const { attach, kind, reason, failure } = usePlot(layout.id.length);
  const looks = useLooks(layout);
  const tool = useLiveMap((state) => state.tool);
  useDrawing(layout, looks);
  useHistory();
  if (failure !== null) {
    return <p className="map__none">{t('map.no-canvas', { reason: failure })}</p>;
  }
  return (
    <div className="map__ground">
      <MapToolbar looks={looks} />
      <Legend colouring={looks.colouring} />
      <div className="map__picked-row">
        <SelectionBar />
      </div>
      <div className="map__stage">
        <canvas
          // A canvas that gave WebGL once gives nothing else.
          key={kind}
          ref={attach}
          className={`map__canvas map__canvas--${tool}`}
          data-testid="map-canvas"
          data-painter={kind}
          // The rule takes a canvas for a control of the page; this one reads its keys itself.
          // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
          role="application"
          aria-roledescription={t('tab.map')}
          aria-label={t('map.label')}
          aria-describedby={help}
          tabIndex={0}
        />
        <p id={help} className="map__unseen">
          {t('map.keys')}
        </p>
        <Names layout={layout} looks={looks} />
        <PointMarks layout={layout} />
        <Audition layout={layout} />
        <div className="map__foot">{reason !== null && <CanvasNote reason={reason} />}</div>
        <InView layout={layout} />
        {children}
      </div>
    </div>
  );
}

/** Keeps the picture in step with the layout, its looks, the theme and the song that is to be shown. */
function useDrawing(layout: MapColumns, { looks }: MapLooks): void {
  const plot = useLiveMap((state) => state.plot);
  const theme = useTheme();
  const shown = useView((state) => state.shown);
  useEffect(() => {
    plot?.show(layout, looks);
  }, [plot, layout, looks]);
  useEffect(() => {
    // Points, lines and groups of the layout before mean nothing on this one.
    useLiveMap.setState({ hover: null, walked: null, trace: null });
    if (useSettings.getState().settings.mapColour === 'cluster') {
      showAllGroups();
    }
  }, [layout]);
  useEffect(() => {
    plot?.setGround(groundOf(theme));
  }, [plot, theme]);
  useEffect(() => {
    const index = shown === null ? -1 : layout.id.indexOf(shown.id);
    if (plot !== null && index >= 0) {
      plot.flyTo(index);
      useView.setState({ shown: null });
    }
  }, [plot, layout, shown]);
}
