import type { JSX } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import { useSimilar } from '../../state/similar';
import type { PointPlace, Scatter } from './scatter';

/** As many as a person takes in at a glance. */
const MOST_LINES = 10;

/**
 * Lines from the selected song to the songs that really are most like it: a map of two dimensions cannot keep them
 * all near, and here one sees where it did not.
 */
export function NeighbourLines({
  layout,
  scatter,
  from,
}: {
  readonly layout: MapColumns;
  readonly scatter: Scatter | null;
  readonly from: PointPlace;
}): JSX.Element | null {
  const answer = useSimilar((state) => state.answer);
  if (answer.kind !== 'list' || answer.list.asked[0] !== layout.id[from.index]) {
    return null;
  }
  const places = answer.list.items.slice(0, MOST_LINES).flatMap(({ id }) => {
    const place = scatter?.placeOf(layout.id.indexOf(id)) ?? null;
    return place === null ? [] : [place];
  });
  return (
    <svg className="map__lines" data-testid="map-lines" aria-hidden="true">
      {places.map(({ index, x, y }, rank) => (
        <line
          key={index}
          x1={from.x}
          y1={from.y}
          x2={x}
          y2={y}
          // The nearest stand out.
          style={{ opacity: 0.75 - (0.5 * rank) / MOST_LINES }}
        />
      ))}
    </svg>
  );
}
