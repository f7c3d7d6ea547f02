import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarLimits, SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { USUAL_PER_ARTIST } from '../../../electron/shared/ipc/similar-contract';
import type { SpaceName } from '../../../electron/shared/records';
import { Button } from '../../elements/Button';
import { Slider } from '../../elements/Slider';
import { Switch } from '../../elements/Switch';
import {
  changeLimit,
  changeOptions,
  isTuned,
  rankingFor,
  resetOptions,
  useSimilarOptions,
  weightOf,
} from '../../state/similar-options';
import type { RankingName } from '../../state/similar-options';
import { Familiarity, NotPlayedLimit } from './Familiarity';
import { FolderLimit } from './FolderLimit';
import { HeardLimit } from './HeardLimit';
import { NumberBox } from './NumberBox';

/** What the list is made from and what may be in it; every change is seen in the list at once. */
export function Tuning({
  filled,
  kind,
}: {
  readonly filled: readonly SpaceName[];
  readonly kind: SimilarQuery['kind'];
}): JSX.Element {
  const { t } = useTranslation();
  const options = useSimilarOptions();
  const ranking = rankingFor(options, kind);
  return (
    <div className="similar__tuning" data-testid="similar-tuning">
      <label className="similar__row">
        <span>{t('similar.ranking')}</span>
        <select
          value={ranking}
          onChange={(event) => {
            changeOptions({ ranking: event.target.value as RankingName });
          }}
        >
          <option value="balanced">{t('similar.ranking-balanced')}</option>
          <option value="score-total">{t('similar.ranking-score-total')}</option>
          <option value="top-3">{t('similar.ranking-top-3')}</option>
          {filled.map((space) => (
            <option key={space} value={space}>
              {t('similar.ranking-space', { space: t(`space.${space}`) })}
            </option>
          ))}
        </select>
      </label>
      {ranking === 'balanced' && <Weights filled={filled} />}
      <Limits limits={options.limits} />
      {isTuned(options) && (
        <Button small onClick={resetOptions}>
          {t('similar.reset')}
        </Button>
      )}
    </div>
  );
}

function Weights({ filled }: { readonly filled: readonly SpaceName[] }): JSX.Element {
  const { t } = useTranslation();
  const { weights, era, tempo, key, mixArtists } = useSimilarOptions();
  return (
    <>
      {filled.length > 1 &&
        filled.map((space) => (
          <Weight
            key={space}
            label={t(`space.${space}`)}
            value={weightOf(weights, space)}
            onChange={(value) => {
              // Of nothing no list can be made: the last one stays a little.
              const isLast = filled.every(
                (other) => other === space || weightOf(weights, other) === 0,
              );
              changeOptions({
                weights: { ...weights, [space]: isLast ? Math.max(0.05, value) : value },
              });
            }}
          />
        ))}
      <Weight
        label={t('similar.era')}
        value={era}
        onChange={(value) => {
          changeOptions({ era: value });
        }}
      />
      <Weight
        label={t('similar.tempo')}
        value={tempo}
        onChange={(value) => {
          changeOptions({ tempo: value });
        }}
      />
      <Weight
        label={t('similar.key')}
        value={key}
        onChange={(value) => {
          changeOptions({ key: value });
        }}
      />
      <Familiarity />
      <div title={t('similar.mix-artists-note', { count: USUAL_PER_ARTIST })}>
        <Switch
          label={t('similar.mix-artists')}
          on={mixArtists}
          onChange={(on) => {
            changeOptions({ mixArtists: on });
          }}
        />
      </div>
    </>
  );
}

function Weight({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  return (
    <div className="similar__row">
      <span>{label}</span>
      <Slider
        label={label}
        value={value}
        max={1}
        step={0.05}
        valueText={`${String(Math.round(value * 100))}%`}
        onChange={onChange}
      />
    </div>
  );
}

const SECONDS_IN_MINUTE = 60;

function Limits({ limits }: { readonly limits: SimilarLimits }): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <RangeRow name="years" label={t('similar.limit-years')} range={limits.years} unit={1} />
      <RangeRow
        name="seconds"
        label={t('similar.limit-minutes')}
        range={limits.seconds}
        unit={SECONDS_IN_MINUTE}
      />
      <RangeRow name="tempo" label={t('similar.limit-tempo')} range={limits.tempo} unit={1} />
      <NotPlayedLimit days={limits.notPlayedFor} />
      <FolderLimit folder={limits.folder} />
      <HeardLimit wishes={limits.tags ?? []} />
      <div title={t('similar.limit-keys-note')}>
        <Switch
          label={t('similar.limit-keys')}
          on={limits.keys !== undefined}
          onChange={(on) => {
            changeLimit('keys', on ? true : undefined);
          }}
        />
      </div>
      <MostRow name="perArtist" label={t('similar.limit-per-artist')} most={limits.perArtist} />
      <MostRow name="perAlbum" label={t('similar.limit-per-album')} most={limits.perAlbum} />
    </>
  );
}

/** At most so many songs of one kind; no limit when it is left out. */
function MostRow({
  name,
  label,
  most,
}: {
  readonly name: 'perArtist' | 'perAlbum';
  readonly label: string;
  readonly most: number | undefined;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="similar__row">
      <span>{label}</span>
      <NumberBox
        label={label}
        placeholder={t('similar.no-limit')}
        value={most}
        onChange={(value) => {
          const whole = Math.floor(value ?? 0);
          changeLimit(name, whole > 0 ? whole : undefined);
        }}
      />
    </div>
  );
}

function RangeRow({
  name,
  label,
  range = {},
  unit,
}: {
  readonly name: 'years' | 'seconds' | 'tempo';
  readonly label: string;
  readonly range: SimilarLimits['years'];
  /** How much of what the limit counts one of what is shown is. */
  readonly unit: number;
}): JSX.Element {
  const { t } = useTranslation();
  const change = (end: 'from' | 'to', value: number | undefined): void => {
    const { from, to }: Partial<Record<'from' | 'to', number | undefined>> = {
      ...range,
      [end]: value === undefined ? undefined : value * unit,
    };
    const next = {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    changeLimit(name, Object.keys(next).length === 0 ? undefined : next);
  };
  const shown = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value / unit;
  return (
    <div className="similar__row" role="group" aria-label={label}>
      <span>{label}</span>
      <NumberBox
        label={`${label}: ${t('similar.limit-from')}`}
        placeholder={t('similar.limit-from')}
        value={shown(range.from)}
        onChange={(value) => {
          change('from', value);
        }}
      />
      <NumberBox
        label={`${label}: ${t('similar.limit-to')}`}
        placeholder={t('similar.limit-to')}
        value={shown(range.to)}
        onChange={(value) => {
          change('to', value);
        }}
      />
    </div>
  );
}
