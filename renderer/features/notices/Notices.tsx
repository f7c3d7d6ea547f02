import { TriangleAlert, X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../elements/Button';
import { loseDrive } from '../../state/folders';
import type { Notice } from '../../state/notices';
import { dismiss, useNotices } from '../../state/notices';
import './notices.css';

/** What a person should know of, in the corner until they dismiss it. */
export function Notices(): JSX.Element {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeCard key={notice.number} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice: { number, error } }: { readonly notice: Notice }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="notice" role="alert">
      <TriangleAlert size={17} className="notice__mark" aria-hidden="true" />
      <div className="notice__text">
        <p>{t(`error.${error.kind}`)}</p>
        {error.path !== undefined && <p className="notice__path">{error.path}</p>}
        <details>
          <summary>{t('notice.details')}</summary>
          {error.message}
        </details>
        {error.kind === 'drive-away' && error.path !== undefined && (
          <SongsGone drive={error.path} number={number} />
        )}
      </div>
      <IconButton
        label={t('notice.dismiss')}
        onClick={() => {
          dismiss(number);
        }}
      >
        <X size={16} />
      </IconButton>
    </div>
  );
}

/** Who replaced what was on a drive has no other way to be rid of the songs that were there. */
function SongsGone({
  drive,
  number,
}: {
  readonly drive: string;
  readonly number: number;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="notice__way-out">
      <Button
        small
        onClick={() => {
          dismiss(number);
          void loseDrive(drive);
        }}
      >
        {t('notice.songs-gone')}
      </Button>
      <span className="notice__note">{t('notice.songs-gone-note')}</span>
    </div>
  );
}
