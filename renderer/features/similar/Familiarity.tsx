import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Slider } from '../../elements/Slider';
import { changeLimit, changeOptions, useSimilarOptions } from '../../state/similar-options';
import { NumberBox } from './NumberBox';

/** Songs that were played here often, or never: as a wish, from one to the other. */
export function Familiarity(): JSX.Element {
  const { t } = useTranslation();
  const familiarity = useSimilarOptions((state) => state.familiarity);
  const percent = `${String(Math.round(Math.abs(familiarity) * 100))}%`;
  const ends = {
    '-1': t('similar.unknown-songs'),
    0: t('similar.familiarity-none'),
    1: t('similar.known-songs'),
  };
  const end = ends[Math.sign(familiarity) as -1 | 0 | 1];
  return (
    <div className="similar__row" title={t('similar.familiarity-note')}>
      <span>{t('similar.familiarity')}</span>
      <span className="similar__two-ended">
        <Slider
          label={t('similar.familiarity')}
          value={familiarity}
          min={-1}
          max={1}
          step={0.1}
          valueText={familiarity === 0 ? end : `${end}: ${percent}`}
          onChange={(value) => {
            changeOptions({ familiarity: value });
          }}
        />
        <span className="similar__ends" aria-hidden="true">
          <span>{ends[-1]}</span>
          <span>{ends[1]}</span>
        </span>
      </span>
    </div>
  );
}

/** Only songs that were not played in the last days. */
export function NotPlayedLimit({ days }: { readonly days: number | undefined }): JSX.Element {
  const { t } = useTranslation();
  const label = t('similar.limit-not-played');
  return (
    <div className="similar__row">
      <span>{label}</span>
      <NumberBox
        label={label}
        placeholder={t('similar.limit-days')}
        value={days}
        onChange={(value) => {
          changeLimit(
            'notPlayedFor',
            value === undefined || value === 0 ? undefined : Math.min(value, MOST_DAYS),
          );
        }}
      />
    </div>
  );
}

/** A hundred years: as much as the engine takes. */
const MOST_DAYS = 36_500;
