import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useWordText } from '../../i18n/word-text';
import { useHeardFilter } from '../../state/heard-filter';
import { useLibrary } from '../../state/library';
import { HeardFilter } from './HeardFilter';
import { LibraryTable } from './LibraryTable';
import { SearchBox } from './SearchBox';
import './library.css';

/** The search box and the table of songs. */
export function LibraryView(): JSX.Element {
  const { t } = useTranslation();
  const textOf = useWordText();
  const query = useLibrary((state) => state.query);
  const word = useHeardFilter((state) => state.word);
  const count = useLibrary((state) => state.visible.length);
  return (
    <section className="library">
      <div className="library__head">
        <SearchBox />
        <HeardFilter />
        <span className="library__count">{t('search.count', { count })}</span>
      </div>
      <LibraryTable />
      {count === 0 && (query !== '' || word !== null) && (
        <p className="library__none" role="status">
          {word === null
            ? t('search.none', { query })
            : t(query === '' ? 'heard.none' : 'heard.none-of-query', {
                query,
                word: textOf(word),
              })}
        </p>
      )}
    </section>
  );
}
