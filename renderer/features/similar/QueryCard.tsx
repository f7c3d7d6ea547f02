import { Map, Play } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { Cover } from '../../elements/Cover';
import { durationText } from '../../elements/duration-text';
import type { SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilarTo, songOf, useSimilar } from '../../state/similar';
import type { TrackRow } from '../../state/track-row';
import { showOnMap } from '../../state/view';
import { HeardIn } from './HeardIn';
import { openTrackMenu } from '../tracks/track-menu';
import { useComparedText } from './compared-text';
import { MinusChips } from './MinusChips';
import { OutsideCard } from './OutsideCard';
import { PassagePicker } from './PassagePicker';
import { PlaylistCard } from './PlaylistCard';
import { TwoLines } from './TwoLines';

/** What was asked about: a song, several, an album, an artist, a playlist, or a file from outside. */
export function QueryCard({ query }: { readonly query: SimilarQuery }): JSX.Element {
  return (
    <>
      <Asked query={query} />
      <MinusChips query={query} />
    </>
  );
}

function Asked({ query }: { readonly query: SimilarQuery }): JSX.Element | null {
  const id = songOf(query);
  const track = useTrack(id);
  if (query.kind === 'playlist') {
    return <PlaylistCard id={query.of} />;
  }
  if (track === undefined) {
    return query.kind === 'file' ? <OutsideCard id={id} /> : null;
  }
  return <SongCard query={query} track={track} />;
}

type SongQuery = Exclude<SimilarQuery, { kind: 'playlist' }>;

function SongCard({
  query,
  track,
}: {
  readonly query: SongQuery;
  readonly track: TrackRow;
}): JSX.Element {
  const { t } = useTranslation();
  const { id } = track;
  const around = (): string[] => [id, ...neighboursNow()];
  const isOne =
    track.state === 'analysed' &&
    (query.kind === 'passage' || (query.kind === 'songs' && query.ids.length === 1));
  return (
    <>
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
      {isOne && <PassagePicker id={id} marked={query.kind === 'passage' ? query : null} />}
      {isOne && query.kind === 'songs' && <HeardIn key={id} id={id} />}
    </>
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
  readonly query: SongQuery;
  readonly track: TrackRow;
}): JSX.Element {
  const { t } = useTranslation();
  const artist = track.artist || t('track.unknown-artist');
  const about = useComparedText();
  switch (query.kind) {
    case 'album':
      return <TwoLines title={track.album} text={`${t('similar.album')} · ${about}`} />;
    case 'artist':
      return <TwoLines title={artist} text={`${t('similar.artist')} · ${about}`} />;
    case 'passage':
      return (
        <TwoLines
          title={track.title}
          text={t('similar.passage', {
            from: durationText(query.from),
            to: durationText(query.to),
          })}
        />
      );
    case 'songs':
      return query.ids.length > 1 ? (
        <TwoLines
          title={t('similar.several', { count: query.ids.length })}
          text={`${track.title}, … · ${about}`}
        />
      ) : (
        <SongNames track={track} artist={artist} />
      );
    case 'file':
      return <SongNames track={track} artist={artist} />;
  }
}

function SongNames({
  track,
  artist,
}: {
  readonly track: TrackRow;
  readonly artist: string;
}): JSX.Element {
  const { t } = useTranslation();
  return (
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
