import { X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarLimits } from '../../../electron/shared/ipc/similar-contract';
import { useWordText } from '../../i18n/word-text';
import { changeLimit } from '../../state/similar-options';
import { useAnswer } from '../../state/use-answer';

type Wish = NonNullable<SimilarLimits['tags']>[number];

/** Words that must, or must not, be heard in a song: genres, moods, instruments, voices. */
export function HeardLimit({ wishes }: { readonly wishes: readonly Wish[] }): JSX.Element {
  const { t } = useTranslation();
  const textOf = useWordText();
  const words = useAnswer('similar:words', {}) ?? [];
  const change = (next: readonly Wish[]): void => {
    changeLimit('tags', next.length === 0 ? undefined : [...next]);
  };
  const open = words.filter((word) => wishes.every(({ tag }) => tag !== word));
  const add = (tag: string, not: boolean): void => {
    change([...wishes, not ? { tag, not } : { tag }]);
  };
  return (
    <>
      {([false, true] as const).map((not) => (
        <WordRow key={String(not)} not={not} words={open} onPick={add} />
      ))}
      {wishes.length > 0 && (
        <ul className="similar__wishes">
          {wishes.map(({ tag, not = false }) => (
            <li key={tag}>
              <button
                type="button"
                className="similar__wish"
                title={t('similar.heard-drop', { word: textOf(tag) })}
                aria-label={t('similar.heard-drop', { word: textOf(tag) })}
                onClick={() => {
                  change(wishes.filter((wish) => wish.tag !== tag));
                }}
              >
                {t(not ? 'similar.heard-not-word' : 'similar.heard-word', { word: textOf(tag) })}
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function WordRow({
  not,
  words,
  onPick,
}: {
  readonly not: boolean;
  readonly words: readonly string[];
  readonly onPick: (word: string, not: boolean) => void;
}): JSX.Element {
  const { t } = useTranslation();
  const textOf = useWordText();
  return (
    <label className="similar__row">
      <span>{t(not ? 'similar.heard-not' : 'similar.heard')}</span>
      <select
        value=""
        onChange={(event) => {
          onPick(event.target.value, not);
        }}
      >
        <option value="">{t('similar.heard-any')}</option>
        {words.map((word) => (
          <option key={word} value={word}>
            {textOf(word)}
          </option>
        ))}
      </select>
    </label>
  );
}
