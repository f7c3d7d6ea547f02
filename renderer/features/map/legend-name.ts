import { useTranslation } from 'react-i18next';
import type { Mood } from '../../../electron/shared/records';
import { useSettings } from '../../state/settings';
import type { Age, LegendEntry } from './colour-by';

/** What an entry of the legend is called, in the person's language. */
export function useLegendName(): (entry: LegendEntry) => string {
  const { t } = useTranslation();
  const by = useSettings((state) => state.settings.mapColour);
  return ({ kind, name }) => {
    if (kind === 'none') {
      return t('map.none-said');
    }
    if (kind === 'other') {
      return by === 'decade' ? t('map.earlier') : t('map.other');
    }
    switch (by) {
      case 'decade':
        return t('map.decade', { decade: name });
      case 'tempo':
        return t('map.tempo', { range: name });
      case 'folder':
        return lastFolders(name);
      case 'cluster':
        return /^\d+$/.test(name) ? t('map.cluster', { number: name }) : name;
      case 'analysed':
        return t(`map.age-${name as Age}`);
      case 'mood':
        return t(`mood.${name as Mood}`);
      default:
        return name;
    }
  };
}

/** The two last folders of a path say which it is. */
function lastFolders(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).slice(-2).join(' / ');
}
