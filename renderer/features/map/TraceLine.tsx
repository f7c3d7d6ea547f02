import type { JSX } from 'react';
import { useLiveMap } from './live-map';

/** The line of the lasso or the path, as it is drawn. */
export function TraceLine(): JSX.Element | null {
  const trace = useLiveMap((state) => state.trace);
  const plot = useLiveMap((state) => state.plot);
  useLiveMap((state) => state.picture);
  if (trace === null || plot === null) {
    return null;
  }
  const points = trace.line
    .map((place) => plot.toScreen(place))
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
  return (
    <svg className="map__lines" data-testid="map-trace" aria-hidden="true">
      {trace.tool === 'lasso' ? (
        <polygon className="map__lasso" points={points} />
      ) : (
        <polyline className="map__path" points={points} />
      )}
    </svg>
  );
}
