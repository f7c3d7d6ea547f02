import { Search, X } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { setQuery, useLibrary } from '../../state/library';
import './library.css';

/** Filters the table as you type; Ctrl+F comes here, Escape clears. */
export function SearchBox(): JSX.Element {
  const { t } = useTranslation();
  const query = useLibrary((state) => state.query);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <div className="search">
      <Search size={15} className="search__icon" aria-hidden="true" />
      <input
        ref={input}
        type="search"
        role="searchbox"
        className="search__input"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setQuery('');
          }
        }}
      />
      {query !== '' && (
        <IconButton
          label={t('search.clear')}
          className="search__clear"
          onClick={() => {
            setQuery('');
            input.current?.focus();
          }}
        >
          <X size={15} />
        </IconButton>
      )}
    </div>
  );
}
