import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { showAllGroups, soloGroup, toggleGroup, useMapFilter } from '../../state/map-filter';
import { useSettings } from '../../state/settings';
import type { Colouring, LegendEntry } from './colour-by';
import { useLegendName } from './legend-name';

/** What the colours stand for. A click hides a group or shows it again, a double-click shows it alone. */
export function Legend({ colouring: { legend } }: { readonly colouring: Colouring }): JSX.Element {
  const { t } = useTranslation();
  const by = useSettings((state) => state.settings.mapColour);
  const hidden = useMapFilter((state) => state.hidden);
  const nameOf = useLegendName();
  const keys = legend.map(({ key }) => key);
  const anyHidden = keys.some((key) => hidden.has(key));
  return (
    <div
      className="map__legend"
      role="group"
      aria-label={t(`map.by-${by}`)}
      data-testid="map-legend"
    >
      <ul className="map__groups">
        {legend.map((entry) => (
          <li key={entry.key}>
            <Group
              entry={entry}
              name={nameOf(entry)}
              shown={!hidden.has(entry.key)}
              onSolo={() => {
                soloGroup(entry.key, keys);
              }}
            />
          </li>
        ))}
      </ul>
      <Button
        small
        // Its place is always there: a legend that jumps after a click is missed by the second of a double-click.
        style={{ visibility: anyHidden ? 'visible' : 'hidden' }}
        onClick={showAllGroups}
      >
        {t('map.show-all')}
      </Button>
    </div>
  );
}

function Group({
  entry,
  name,
  shown,
  onSolo,
}: {
  readonly entry: LegendEntry;
  readonly name: string;
  readonly shown: boolean;
  readonly onSolo: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`map__group ${shown ? '' : 'map__group--hidden'}`}
      aria-pressed={shown}
      title={t('map.legend-hint', { name })}
      onClick={(event) => {
        // The second click of a double-click comes here too: twice is as before, and then it is alone.
        if (event.shiftKey) {
          onSolo();
        } else {
          toggleGroup(entry.key);
        }
      }}
      onDoubleClick={(event) => {
        if (!event.shiftKey) {
          onSolo();
        }
      }}
    >
      <span className="map__dot" style={{ background: entry.colour }} />
      <span className="map__group-name" dir="auto">
        {name}
      </span>
      <span className="map__count">{t('map.count', { count: entry.count })}</span>
    </button>
  );
}
