import { ThumbsDown, ThumbsUp } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { report } from '../../state/notices';
import { sayOf } from '../../state/similar-feedback';

/** Says of a neighbour that more, or less, like it is wanted in the list of a song. */
export function FeedbackButtons({
  query,
  id,
}: {
  readonly query: string;
  readonly id: string;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      {(['more', 'less'] as const).map((opinion) => {
        const Icon = opinion === 'more' ? ThumbsUp : ThumbsDown;
        return (
          <IconButton
            key={opinion}
            label={t(opinion === 'more' ? 'similar.more' : 'similar.less')}
            className="similar__ask"
            onClick={(event) => {
              const refocus = focusAfter(event.currentTarget);
              sayOf(query, id, opinion).then(refocus, report);
            }}
          >
            <Icon size={15} />
          </IconButton>
        );
      })}
    </>
  );
}

/**
 * The row leaves the list with the button that was pressed: who works with the keyboard goes on at the row that took its place.
 * @returns what is to be done once the list is another.
 */
function focusAfter(pressed: HTMLButtonElement): () => void {
  const row = pressed.closest('li');
  const list = row?.parentElement;
  if (!list || document.activeElement !== pressed) {
    return () => undefined;
  }
  const at = [...list.children].indexOf(row);
  const label = pressed.ariaLabel;
  return () => {
    // The list is drawn anew in the next frame.
    requestAnimationFrame(() => {
      const rows = [...list.children];
      const next = rows[Math.min(at, rows.length - 1)];
      const same = [...(next?.querySelectorAll('button') ?? [])].find(
        (button) => button.ariaLabel === label,
      );
      if (document.activeElement === document.body) {
        same?.focus();
      }
    });
  };
}
