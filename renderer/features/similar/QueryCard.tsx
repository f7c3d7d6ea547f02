import { Map, Play } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { Cover } from '../../elements/Cover';
import type { SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilarTo, songOf, useSimilar } from '../../state/similar';
import type { TrackRow } from '../../state/track-row';
import { showOnMap } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';

/** What was asked about: a song, several, an album or an artist. */
export function QueryCard({ query }: { readonly query: SimilarQuery }): JSX.Element | null {
  const { t } = useTranslation();
  const id = songOf(query);
  const track = useTrack(id);
  if (track === undefined) {
    return null;
  }
  const around = (): string[] => [id, ...neighboursNow()];
  return (
    <div
      className="similar__query"
      data-testid="similar-query"
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, around());
      }}
    >
      <Cover id={id} hasCover={track.hasCover} size={48} />
      <Names query={query} track={track} />
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

/** The songs of the list that is shown. */
export function neighboursNow(): string[] {
  const { answer } = useSimilar.getState();
  return answer.kind === 'list' ? answer.list.items.map((item) => item.id) : [];
}

function Names({
  query,
  track,
}: {
  readonly query: SimilarQuery;
  readonly track: TrackRow;
}): JSX.Element {
  const { t } = useTranslation();
  const count = useSimilar(({ answer }) => (answer.kind === 'list' ? answer.list.asked.length : 0));
  const compared = useSimilar(({ answer }) => (answer.kind === 'list' ? answer.list.compared : 0));
  const artist = track.artist || t('track.unknown-artist');
  const about =
    compared < count ? t('similar.compared-of', { compared, count }) : t('search.count', { count });
  switch (query.kind) {
    case 'album':
      return <TwoLines title={track.album} text={`${t('similar.album')} · ${about}`} />;
    case 'artist':
      return <TwoLines title={artist} text={`${t('similar.artist')} · ${about}`} />;
    case 'songs':
      return query.ids.length > 1 ? (
        <TwoLines
          title={t('similar.several', { count: query.ids.length })}
          text={`${track.title}, … · ${about}`}
        />
      ) : (
        <div className="similar__names">
          <div className="similar__title" title={track.title} dir="auto">
            {track.title}
          </div>
          <Walk
            text={track.artist}
            label={t('similar.to-artist')}
            query={{ kind: 'artist', of: track.id }}
          >
            {artist}
          </Walk>
          {track.album !== '' && (
            <Walk
              text={track.album}
              label={t('similar.to-album')}
              query={{ kind: 'album', of: track.id }}
            >
              {track.album}
            </Walk>
          )}
        </div>
      );
  }
}

function TwoLines({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  return (
    <div className="similar__names">
      <div className="similar__title" title={title} dir="auto">
        {title}
      </div>
      <div className="similar__artist" title={text} dir="auto">
        {text}
      </div>
    </div>
  );
}

/** A name that leads to what is similar to all that bears it; plain text when nothing bears it. */
function Walk({
  text,
  label,
  query,
  children,
}: {
  readonly text: string;
  readonly label: string;
  readonly query: SimilarQuery;
  readonly children: string;
}): JSX.Element {
  if (text === '') {
    return (
      <div className="similar__artist" dir="auto">
        {children}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="similar__walk similar__artist"
      dir="auto"
      title={`${label}: ${text}`}
      onClick={() => {
        openSimilarTo(query).catch(report);
      }}
    >
      {children}
    </button>
  );
}
