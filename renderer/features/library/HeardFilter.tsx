import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../elements/Select';
import { useWordText } from '../../i18n/word-text';
import { filterByHeard, useHeardFilter } from '../../state/heard-filter';
import { report } from '../../state/notices';
import { useAnswer } from '../../state/use-answer';

const ANY = '';

/** Filters the table by what is heard in a song: a genre, a mood, an instrument, a voice. */
export function HeardFilter(): JSX.Element {
  const { t } = useTranslation();
  const textOf = useWordText();
  const word = useHeardFilter((state) => state.word);
  const words = useAnswer('similar:words', {}) ?? [];
  return (
    <Select
      label={t('heard.filter')}
      value={word ?? ANY}
      choices={[
        { value: ANY, text: t('heard.any') },
        ...words.map((one) => ({ value: one, text: textOf(one) })),
      ]}
      onChange={(chosen) => {
        filterByHeard(chosen === ANY ? null : chosen).catch(report);
      }}
    />
  );
}
