import type { JSX } from 'react';
import { useMemo } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import { useLiveMap, usePlace } from './live-map';
import { useNeighbours } from './use-neighbours';

/**
 * Lines from a song to the songs that really are most like it: a map of two dimensions cannot keep them all near, and here one
 * sees where it did not.
 */
export function NeighbourLines({
  layout,
  from,
}: {
  readonly layout: MapColumns;
  /** -1 for none. */
  readonly from: number;
}): JSX.Element | null {
  const neighbours = useNeighbours(layout.id[from] ?? null, layout.space);
  const plot = useLiveMap((state) => state.plot);
  const origin = usePlace(from);
  const indices = useMemo(
    () => neighbours.map((id) => layout.id.indexOf(id)).filter((index) => index >= 0),
    [layout, neighbours],
  );
  if (origin === null || plot === null) {
    return null;
  }
  return (
    <svg className="map__lines" data-testid="map-lines" aria-hidden="true">
      {indices.map((index, rank) => {
        const place = plot.placeOf(index) ?? origin;
        return (
          <line
            key={index}
            x1={origin.x}
            y1={origin.y}
            x2={place.x}
            y2={place.y}
            // The nearest stand out.
            style={{ opacity: 0.75 - (0.5 * rank) / indices.length }}
          />
        );
      })}
    </svg>
  );
}
