import { ThumbsDown, ThumbsUp, X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarList } from '../../../electron/shared/ipc/similar-contract';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import type { Opinion } from '../../state/similar-feedback';
import { forgetFeedback, sayOf } from '../../state/similar-feedback';
import { keepFocus } from './keep-focus';

/** What was said of songs of this list; each can be taken back, and all at once. */
export function FeedbackChips({
  query,
  feedback: { more, less },
}: {
  /** The song that the list is of. */
  readonly query: string;
  readonly feedback: SimilarList['feedback'];
}): JSX.Element | null {
  const { t } = useTranslation();
  if (more.length + less.length === 0) {
    return null;
  }
  return (
    <div className="similar__said" data-testid="similar-said">
      <ul className="similar__wishes" aria-label={t('similar.said')}>
        {more.map((id) => (
          <Chip key={id} query={query} id={id} said="more" />
        ))}
        {less.map((id) => (
          <Chip key={id} query={query} id={id} said="less" />
        ))}
      </ul>
      <button
        type="button"
        className="similar__link"
        onClick={(event) => {
          keepFocus(event.currentTarget);
          forgetFeedback(query).catch(report);
        }}
      >
        {t('similar.unsay')}
      </button>
    </div>
  );
}

function Chip({
  query,
  id,
  said,
}: {
  readonly query: string;
  readonly id: string;
  readonly said: Opinion;
}): JSX.Element | null {
  const { t } = useTranslation();
  const track = useTrack(id);
  if (track === undefined) {
    return null;
  }
  const Icon = said === 'more' ? ThumbsUp : ThumbsDown;
  const label = t(said === 'more' ? 'similar.said-more' : 'similar.said-less', {
    title: track.title,
  });
  return (
    <li>
      <button
        type="button"
        className={`similar__wish similar__wish--${said}`}
        title={label}
        aria-label={label}
        onClick={(event) => {
          keepFocus(event.currentTarget);
          sayOf(query, id, 'nothing').catch(report);
        }}
      >
        <Icon size={12} aria-hidden="true" />
        <span className="similar__wish-name" dir="auto">
          {track.title}
        </span>
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  );
}
