import { useTranslation } from 'react-i18next';
import { useSimilar } from '../../state/similar';

/** How many songs were asked about, and how many of them were compared when not all were. */
export function useComparedText(): string {
  const { t } = useTranslation();
  const count = useSimilar(({ answer }) => (answer.kind === 'list' ? answer.list.asked.length : 0));
  const compared = useSimilar(({ answer }) => (answer.kind === 'list' ? answer.list.compared : 0));
  return compared < count
    ? t('similar.compared-of', { compared, count })
    : t('search.count', { count });
}
