import { X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { useTrack } from '../../state/library';
import { dropMinus, minusOf, titleOfMinus } from '../../state/minus-songs';
import { report } from '../../state/notices';
import { keepFocus } from './keep-focus';

/** The songs that the list is not to be like; each can be taken back. */
export function MinusChips({ query }: { readonly query: SimilarQuery }): JSX.Element | null {
  const { t } = useTranslation();
  const minus = minusOf(query);
  if (minus.length === 0) {
    return null;
  }
  return (
    <div className="similar__said" data-testid="similar-minus">
      <span className="similar__minus">{t('similar.minus')}</span>
      <ul className="similar__wishes" aria-label={t('similar.minus')}>
        {minus.map((id) => (
          <Chip key={id} id={id} />
        ))}
      </ul>
    </div>
  );
}

function Chip({ id }: { readonly id: string }): JSX.Element {
  const { t } = useTranslation();
  const track = useTrack(id);
  // One that is gone from the library keeps its chip, or it could not be taken back.
  const title = track?.title ?? t('similar.gone', { title: titleOfMinus(id) });
  const label = t('similar.minus-drop', { title });
  return (
    <li>
      <button
        type="button"
        className="similar__wish similar__wish--less"
        title={label}
        aria-label={label}
        onClick={(event) => {
          keepFocus(event.currentTarget);
          dropMinus(id).catch(report);
        }}
      >
        <span className="similar__wish-name" dir="auto">
          {title}
        </span>
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  );
}
