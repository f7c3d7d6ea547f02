import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { filterByHeard } from '../../state/heard-filter';
import { setQuery } from '../../state/library';
import { useWordText } from '../../i18n/word-text';
import { report } from '../../state/notices';
import { useAnswer } from '../../state/use-answer';
import { showTab } from '../../state/view';

/** What is heard in a song, each word a way to the other songs of the library that have it. Nothing until it is known. */
export function HeardIn({ id }: { readonly id: string }): JSX.Element | null {
  const { t } = useTranslation();
  const textOf = useWordText();
  const words = useAnswer('similar:heard', { id }) ?? [];
  if (words.length === 0) {
    return null;
  }
  return (
    <ul className="similar__heard" data-testid="similar-heard">
      {words.map(({ tag }) => (
        <li key={tag}>
          <button
            type="button"
            className="similar__wish"
            title={t('heard.only', { word: textOf(tag) })}
            onClick={() => {
              showTab('library');
              // All songs that have it, not only those that were searched for.
              setQuery('');
              filterByHeard(tag).catch(report);
            }}
          >
            {textOf(tag)}
          </button>
        </li>
      ))}
    </ul>
  );
}
