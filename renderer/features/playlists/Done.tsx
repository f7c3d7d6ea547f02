import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../elements/Button';
import { ledgerText } from '../../elements/ledger-text';
import { report } from '../../state/notices';
import type { Done } from '../../state/undo';
import { forgetDone, useDone } from '../../state/undo';
import './playlists.css';

/** What was just done, with the way back. */
export function DoneBar(): JSX.Element | null {
  const { t } = useTranslation();
  const done = useDone((state) => state.done);
  if (done === null) {
    return null;
  }
  const { undo } = done;
  return (
    <div className="done" role="status" data-testid="done-bar">
      <span className="done__text">{said(t, done.text)}</span>
      {undo !== undefined && (
        <Button
          small
          onClick={() => {
            forgetDone();
            undo().catch(report);
          }}
        >
          {t('playlists.undo')}
        </Button>
      )}
      <IconButton label={t('notice.dismiss')} onClick={forgetDone}>
        <X size={15} />
      </IconButton>
    </div>
  );
}

function said(t: TFunction, text: Done['text']): string {
  switch (text.key) {
    case 'playlists.deleted':
      return t(text.key, { name: text.name });
    case 'playlists.added':
    case 'playlists.removed':
      return t(text.key, { name: text.name, count: text.count });
    case 'lists.anew':
    case 'lists.over':
      return t(text.key);
    case 'similar.told-apart':
      return t(text.key, { count: text.count });
    case 'scan.done':
    case 'scan.ended-early':
      return t(text.key, { sum: ledgerText(text, t) });
    case 'export.done': {
      const { count, leftOut } = text;
      const written = t('export.done', { count });
      return leftOut === 0 ? written : `${written} ${t('export.left-out', { count: leftOut })}`;
    }
  }
}
