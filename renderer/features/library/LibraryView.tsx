import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useLibrary } from '../../state/library';
import { LibraryTable } from './LibraryTable';
import { SearchBox } from './SearchBox';
import './library.css';

/** The search box and the table of songs. */
export function LibraryView(): JSX.Element {
  const { t } = useTranslation();
  const query = useLibrary((state) => state.query);
  const count = useLibrary((state) => state.visible.length);
  return (
    <section className="library">
      <div className="library__head">
        <SearchBox />
        <span className="library__count">{t('search.count', { count })}</span>
      </div>
      <LibraryTable />
      {count === 0 && query !== '' && (
        <p className="library__none" role="status">
          {t('search.none', { query })}
        </p>
      )}
    </section>
  );
}
