import { ArrowLeft, ListPlus, Map, Play, Sparkles, X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../elements/Button';
import { Cover } from '../../elements/Cover';
import { ProgressBar } from '../../elements/ProgressBar';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { createPlaylist } from '../../state/playlists';
import {
  backToPrevious,
  closeSimilar,
  queryOf,
  refreshSimilar,
  useSimilar,
} from '../../state/similar';
import { showOnMap } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';
import { SimilarItem } from './SimilarItem';
import './similar.css';

/** The songs that sound most like one; each of them a way to walk on. */
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

function Neighbours({ query }: { readonly query: string }): JSX.Element {
  const { t } = useTranslation();
  const steps = useSimilar((state) => state.trail.length);
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
        <h2 className="similar__heading">{t('similar.title')}</h2>
        <SaveButton query={query} />
        <IconButton label={t('similar.close')} onClick={closeSimilar}>
          <X size={17} />
        </IconButton>
      </div>
      <Query id={query} />
      <Answer query={query} />
    </>
  );
}

/** Makes a playlist of the song and those like it. */
function SaveButton({ query }: { readonly query: string }): JSX.Element {
  const { t } = useTranslation();
  const title = useTrack(query)?.title ?? '';
  const empty = useSimilar(
    ({ answer }) => answer.kind !== 'list' || answer.list.items.length === 0,
  );
  return (
    <IconButton
      label={t('similar.save')}
      disabled={empty}
      onClick={() => {
        const name = t('similar.list-name', { title });
        createPlaylist(name, [query, ...neighboursNow()]).catch(report);
      }}
    >
      <ListPlus size={17} />
    </IconButton>
  );
}

/** The song that was asked about. */
function Query({ id }: { readonly id: string }): JSX.Element | null {
  const { t } = useTranslation();
  const track = useTrack(id);
  if (track === undefined) {
    return null;
  }
  const around = (): string[] => [id, ...neighboursNow()];
  return (
    <div
      className="similar__query"
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, around());
      }}
    >
      <Cover id={id} hasCover={track.hasCover} size={48} />
      <div className="similar__names">
        <div className="similar__title" title={track.title} dir="auto">
          {track.title}
        </div>
        <div className="similar__artist" dir="auto">
          {track.artist || t('track.unknown-artist')}
        </div>
      </div>
      <IconButton
        label={t('track.play')}
        onClick={() => {
          play(id, around());
        }}
      >
        <Play size={17} />
      </IconButton>
      {track.state === 'analysed' && (
        <IconButton
          label={t('tab.map')}
          onClick={() => {
            showOnMap(id);
          }}
        >
          <Map size={17} />
        </IconButton>
      )}
    </div>
  );
}

function neighboursNow(): string[] {
  const { answer } = useSimilar.getState();
  return answer.kind === 'list' ? answer.list.items.map((item) => item.id) : [];
}

function Answer({ query }: { readonly query: string }): JSX.Element {
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
      const { items, analysed, total } = answer.list;
      const ids = items.map((item) => item.id);
      return (
        <>
          <p className="similar__note">
            {items.length === 0 ? t('similar.none') : t('similar.searched', { analysed, total })}
          </p>
          <ul className="similar__list" aria-label={t('similar.title')}>
            {items.map(({ id, score }) => (
              <SimilarItem key={id} id={id} score={score} list={[query, ...ids]} />
            ))}
          </ul>
        </>
      );
    }
  }
}
