import type { JSX } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import { useLiveMap } from './live-map';
import { namesOf } from './map-names';
import type { MapLooks } from './use-looks';

/** Names of regions and, close by, of songs. */
export function Names({
  layout,
  looks: { regions, tracks },
}: {
  readonly layout: MapColumns;
  readonly looks: MapLooks;
}): JSX.Element | null {
  const plot = useLiveMap((state) => state.plot);
  useLiveMap((state) => state.picture);
  if (plot?.ids !== layout.id || plot.isRelayout) {
    return null;
  }
  return (
    // The list of what is in view says them to screen readers.
    <div className="map__names" aria-hidden="true" data-testid="map-names">
      {namesOf({ plot, regions, tracks }).map(({ key, text, x, y, size, kind }) => (
        <span
          key={key}
          className={`map__${kind}-name`}
          dir="auto"
          style={{
            fontSize: size,
            transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`,
          }}
        >
          {text}
        </span>
      ))}
    </div>
  );
}
