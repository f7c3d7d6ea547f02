import { Download } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureFormat } from '../../../electron/shared/ipc/contract';
import { invoke } from '../../api/api';
import { Menu } from '../../elements/Menu';
import { report } from '../../state/notices';
import { useLegendName } from './legend-name';
import { useLiveMap } from './live-map';
import { namesOf } from './map-names';
import type { Picture } from './picture';
import { drawPng, drawSvg } from './picture';
import type { Plot } from './plot';
import { inkOf, useTheme } from './theme';
import type { MapLooks } from './use-looks';

const FORMATS = ['png', 'svg'] as const satisfies readonly PictureFormat[];

/** Saves the map as it is seen. */
export function SavePicture({ looks }: { readonly looks: MapLooks }): JSX.Element {
  const { t } = useTranslation();
  const theme = useTheme();
  const nameOf = useLegendName();
  const [saved, setSaved] = useState(false);
  const save = async (format: PictureFormat): Promise<void> => {
    const { plot } = useLiveMap.getState();
    if (plot === null) {
      return;
    }
    const picture = pictureOf(plot, {
      names: namesOf({ plot, regions: looks.regions, tracks: looks.tracks }),
      legend: looks.colouring.legend.map((entry) => ({
        name: nameOf(entry),
        colour: entry.colour,
      })),
      ink: inkOf(theme),
    });
    const data =
      format === 'png' ? await drawPng(picture) : new TextEncoder().encode(drawSvg(picture));
    setSaved(await invoke('picture:export', { format, data }));
  };
  return (
    <>
      <Menu
        label={t('map.export')}
        choices={FORMATS.map((value) => ({ value, text: t(`map.export-${value}`) }))}
        onOpen={() => {
          setSaved(false);
        }}
        onChoose={(format) => {
          save(format).catch(report);
        }}
      >
        <Download size={16} />
      </Menu>
      {saved && (
        <span role="status" className="map__saved">
          {t('map.exported')}
        </span>
      )}
    </>
  );
}

function pictureOf(plot: Plot, words: Pick<Picture, 'names' | 'legend' | 'ink'>): Picture {
  const { x, y } = plot.index;
  return {
    ...words,
    places: { x, y, fromX: x, fromY: y },
    looks: plot.looks,
    view: plot.view,
  };
}
