import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapColumns, MapRegion } from '../../../electron/shared/records';
import { invoke } from '../../api/api';
import { useWordText } from '../../i18n/word-text';
import { useAsked } from '../../state/use-answer';
import type { Region } from './point-facts';

const NOWHERE: readonly MapRegion[] = [];

/** The named parts of a layout; none until they are known. */
export function useRegions(layout: MapColumns): readonly Region[] {
  const { t } = useTranslation();
  const textOf = useWordText();
  const regions = useAsked(layout, askRegions) ?? NOWHERE;
  return useMemo(
    () =>
      regions.map(({ words, count, ...where }) => ({
        ...where,
        songs: count,
        name: words
          .map(({ kind, text }) => {
            const said = kind === 'decade' ? t('map.decade', { decade: text }) : text;
            return kind === 'tag' ? textOf(text) : said;
          })
          .join(' · '),
      })),
    [regions, t, textOf],
  );
}

async function askRegions({ space }: MapColumns): Promise<readonly MapRegion[]> {
  return (await invoke('map:regions', { space })).regions;
}
