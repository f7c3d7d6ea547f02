import { ArrowLeft, SlidersHorizontal, Sparkles, X } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarList, SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { Button, IconButton } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { report } from '../../state/notices';
import {
  backToPrevious,
  closeSimilar,
  keepApart,
  queryOf,
  refreshSimilar,
  songOf,
  useSimilar,
} from '../../state/similar';
import type { RankingName } from '../../state/similar-options';
import { isTuned, rankingFor, useSimilarOptions } from '../../state/similar-options';
import { FeedbackChips } from './FeedbackChips';
import { QueryCard } from './QueryCard';
import { SaveButton } from './SaveButton';
import { SimilarItem } from './SimilarItem';
import { Tuning } from './Tuning';
import { Versions } from './Versions';
import './similar.css';

/** The songs that sound most like one, or like several; each of them a way to walk on. */
export function SimilarPanel(): JSX.Element {
  const query = useSimilar(queryOf);
  return (
    <aside className="similar" data-testid="similar-panel">
      {query === null ? <Hint /> : <Neighbours query={query} />}
    </aside>
  );
}

function Hint(): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="similar__hint">
      <Sparkles size={26} aria-hidden="true" />
      <h2>{t('similar.hint-title')}</h2>
      <p>{t('similar.hint')}</p>
    </div>
  );
}

function Neighbours({ query }: { readonly query: SimilarQuery }): JSX.Element {
  const { t } = useTranslation();
  const steps = useSimilar((state) => state.trail.length);
  const tuned = useSimilarOptions(isTuned);
  const [tuning, setTuning] = useState(false);
  return (
    <>
      <div className="similar__head">
        {steps > 1 && (
          <IconButton
            label={t('similar.back')}
            onClick={() => {
              backToPrevious().catch(report);
            }}
          >
            <ArrowLeft size={17} />
          </IconButton>
        )}
        <h2 className="similar__heading" tabIndex={-1}>
          {t('similar.title')}
        </h2>
        <SaveButton query={query} />
        <IconButton
          label={t('similar.tune')}
          className={tuned ? 'similar__tuned' : ''}
          aria-expanded={tuning}
          onClick={() => {
            setTuning(!tuning);
          }}
        >
          <SlidersHorizontal size={17} />
        </IconButton>
        <IconButton label={t('similar.close')} onClick={closeSimilar}>
          <X size={17} />
        </IconButton>
      </div>
      <QueryCard query={query} />
      <Answer query={query} tuning={tuning} />
    </>
  );
}

function Answer({
  query,
  tuning,
}: {
  readonly query: SimilarQuery;
  readonly tuning: boolean;
}): JSX.Element {
  const { t } = useTranslation();
  const answer = useSimilar((state) => state.answer);
  switch (answer.kind) {
    case 'listening':
      return (
        <div className="similar__wait" role="status">
          {t('similar.listening')}
          <ProgressBar label={t('similar.listening')} done={0} total={0} />
        </div>
      );
    case 'failed':
      return (
        <div className="similar__wait" role="alert" title={answer.error.message}>
          {t(`error.${answer.error.kind}`)}
          <Button
            small
            onClick={() => {
              refreshSimilar().catch(report);
            }}
          >
            {t('similar.retry')}
          </Button>
        </div>
      );
    case 'list': {
      const { list } = answer;
      const own = query.kind === 'songs' || query.kind === 'album' || query.kind === 'artist';
      const ids = [...(own ? [songOf(query)] : []), ...list.items.map((item) => item.id)];
      return (
        <>
          {tuning && <Tuning filled={list.filled} kind={query.kind} />}
          <SetAside kind={query.kind} />
          <Note list={list} />
          <FeedbackChips query={songOf(query)} feedback={list.feedback} />
          {list.versions.length > 0 && (
            <OwnVersions query={songOf(query)} list={list} queue={ids} />
          )}
          <ul className="similar__list" aria-label={t('similar.title')}>
            {list.items.map((song) => (
              <SimilarItem key={song.id} song={song} asked={list.asked} list={ids} />
            ))}
          </ul>
        </>
      );
    }
  }
}

/** The order that was chosen and cannot be had. */
function SetAside({ kind }: { readonly kind: SimilarQuery['kind'] }): JSX.Element | null {
  const { t } = useTranslation();
  const chosen = useSimilarOptions((state) => state.ranking);
  const used = useSimilarOptions((state) => rankingFor(state, kind));
  const nameOf = (name: RankingName): string =>
    name === 'balanced' || name === 'score-total' || name === 'top-3'
      ? t(`similar.ranking-${name}`)
      : t('similar.ranking-space', { space: t(`space.${name}`) });
  return chosen === used ? null : (
    <p className="similar__note similar__note--short" role="status">
      {t('similar.set-aside', { chosen: nameOf(chosen), used: nameOf(used) })}
    </p>
  );
}

/** Versions of the song that was asked about: not in the list, and not hidden either. */
function OwnVersions({
  query,
  list: { versions, unfolded },
  queue,
}: {
  readonly query: string;
  readonly list: SimilarList;
  readonly queue: readonly string[];
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="similar__own-versions">
      <Versions
        of={query}
        versions={versions}
        unfolded={unfolded}
        asked={[query]}
        list={queue}
        text={t(unfolded ? 'similar.own-versions-shown' : 'similar.own-versions', {
          count: versions.length,
        })}
        testId="similar-own-versions"
      />
      {!unfolded && (
        <button
          type="button"
          className="similar__link"
          onClick={() => {
            const ids = versions.map(({ id }) => id);
            keepApart(query, ids).catch(report);
          }}
        >
          {t('similar.not-same')}
        </button>
      )}
    </div>
  );
}

/** Over how much it was searched, and what the limits left out when that made the list short. */
function Note({ list }: { readonly list: SimilarList }): JSX.Element {
  const { t } = useTranslation();
  const anew = list.anew > 0 && (
    <span data-testid="similar-anew"> {t('similar.anew', { count: list.anew })}</span>
  );
  const { items, analysed, total, removed } = list;
  if (removed.length > 0) {
    const limits = removed.map(({ limit, songs }) =>
      t('similar.left-out', { limit: t(`similar.limit-name-${limit}`), songs }),
    );
    return (
      <p className="similar__note similar__note--short" role="status">
        {t('similar.short', { count: items.length, limits: limits.join(', ') })}
        {anew}
      </p>
    );
  }
  return (
    <p className="similar__note">
      {items.length === 0 ? t('similar.none') : t('similar.searched', { analysed, total })}
      {anew}
    </p>
  );
}
