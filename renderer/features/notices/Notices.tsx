import { TriangleAlert, X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
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
