import { TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../electron/shared/ipc/playlist-contract';
import { Dialog } from '../../elements/Dialog';
import { closeImports, useImports } from '../../state/imports';
import './playlists.css';

/** What came of playlist files: what was found, where it was looked for, and the lines that were not found. */
export function ImportsDialog(): JSX.Element | null {
  const { t } = useTranslation();
  const { reports, failed } = useImports();
  if (reports.length === 0) {
    return null;
  }
  return (
    <Dialog title={t('imports.title')} onClose={closeImports} testId="imports">
      {failed.map(({ kind, message, path }, at) => (
        <section key={at} className="imports imports--failed" role="alert">
          <h3 className="imports__file" dir="auto">
            <TriangleAlert size={15} aria-hidden="true" /> {path}
          </h3>
          <p title={message}>{t(`error.${kind}`)}</p>
        </section>
      ))}
      {reports.map((report, at) => (
        <Report key={at} report={report} />
      ))}
    </Dialog>
  );
}

function Report({ report }: { readonly report: ImportReport }): JSX.Element {
  const { t } = useTranslation();
  const { file, encoding, playlists, mappings } = report;
  return (
    <section className="imports">
      <h3 className="imports__file" dir="auto">
        {file}
      </h3>
      <p className="imports__note">{t('imports.encoding', { encoding: encoding.toUpperCase() })}</p>
      {playlists.length === 0 && <p>{t('imports.empty')}</p>}
      {mappings.map(({ from, to, songs }) => (
        <p key={`${from} ${to}`} className="imports__note">
          {t('imports.mapping', { from: from || '.', to, count: songs })}
        </p>
      ))}
      {playlists.map((list, at) => (
        <List key={at} list={list} />
      ))}
    </section>
  );
}

function List({ list }: { readonly list: ImportReport['playlists'][number] }): JSX.Element {
  const { t } = useTranslation();
  const { name, songs, byTags, unmatched, unmatchedCount } = list;
  return (
    <div className="imports__list">
      <p>
        <strong dir="auto">{name}</strong>{' '}
        {t('imports.found', { found: songs, total: songs + unmatchedCount })}
        {byTags > 0 && ` ${t('imports.by-tags', { count: byTags })}`}
      </p>
      {unmatchedCount > 0 && (
        <details>
          <summary>{t('imports.unmatched', { count: unmatchedCount })}</summary>
          <ol className="imports__lines">
            {unmatched.map(({ line, text }, at) => (
              <li key={at}>
                <span className="imports__line">{t('imports.line', { line })}</span>
                <span dir="auto">{text}</span>
              </li>
            ))}
          </ol>
          {unmatched.length < unmatchedCount && (
            <p>{t('imports.more', { count: unmatchedCount - unmatched.length })}</p>
          )}
        </details>
      )}
    </div>
  );
}
