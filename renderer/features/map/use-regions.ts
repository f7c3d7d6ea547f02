import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns, MapRegion } from '../../../electron/shared/records';
import { invoke } from '../../api/api';
import { report } from '../../state/notices';
import type { Region } from './point-facts';

const NOWHERE: readonly MapRegion[] = [];

/** The named parts of a layout; none until they are known. */
export function useRegions(layout: MapColumns): readonly Region[] {
  const { t } = useTranslation();
  const [known, setKnown] = useState<{ of: MapColumns; regions: readonly MapRegion[] }>();
  useEffect(() => {
    let dropped = false;
    invoke('map:regions', { space: layout.space })
      .then(({ regions }) => {
        if (!dropped) {
          setKnown({ of: layout, regions });
        }
      })
      .catch(report);
    return () => {
      dropped = true;
    };
  }, [layout]);
  const regions = known?.of === layout ? known.regions : NOWHERE;
  return useMemo(
    () =>
      regions.map(({ words, count, ...where }) => ({
        ...where,
        songs: count,
        name: words
          .map(({ kind, text }) => (kind === 'decade' ? t('map.decade', { decade: text }) : text))
          .join(' · '),
      })),
    [regions, t],
  );
}
