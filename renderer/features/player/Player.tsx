import { Pause, Play, SkipBack, SkipForward, Volume2, VolumeX } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { Cover } from '../../elements/Cover';
import { durationText } from '../../elements/duration-text';
import { Slider } from '../../elements/Slider';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { currentOf, setPlaying, step, usePlayer } from '../../state/player';
import { changeSettings, useSettings } from '../../state/settings';
import { openSimilar } from '../../state/similar';
import { openTrackMenu } from '../tracks/track-menu';
import { attachSound, previous, seek, useSoundTime } from './sound';
import './player.css';

/** Plays the songs of the list that one was started from. */
export function Player(): JSX.Element {
  const { t } = useTranslation();
  return (
    <footer className="player" data-testid="player" aria-label={t('player.label')}>
      {/* Music has no captions. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio ref={attachSound} />
      <NowPlaying />
      <Transport />
      <Volume />
    </footer>
  );
}

function NowPlaying(): JSX.Element {
  const { t } = useTranslation();
  const id = usePlayer(currentOf);
  const track = useTrack(id);
  if (id === null || track === undefined) {
    return <div className="player__song player__song--none">{t('player.nothing')}</div>;
  }
  return (
    <button
      type="button"
      className="player__song"
      title={t('track.find-similar')}
      onClick={() => {
        openSimilar(id).catch(report);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, usePlayer.getState().queue);
      }}
    >
      <Cover id={id} hasCover={track.hasCover} size={44} />
      <span className="player__names">
        <span className="player__title" dir="auto">
          {track.title}
        </span>
        <span className="player__artist" dir="auto">
          {track.artist || t('track.unknown-artist')}
        </span>
      </span>
    </button>
  );
}

function Transport(): JSX.Element {
  const { t } = useTranslation();
  const playing = usePlayer((state) => state.playing);
  const empty = usePlayer((state) => currentOf(state) === null);
  const last = usePlayer(({ index, queue }) => index + 1 >= queue.length);
  const { seconds, duration } = useSoundTime();
  return (
    <div className="player__transport">
      <div className="player__buttons">
        <IconButton label={t('player.previous')} disabled={empty} onClick={previous}>
          <SkipBack size={18} />
        </IconButton>
        <IconButton
          label={t(playing ? 'player.pause' : 'player.play')}
          className="player__play"
          disabled={empty}
          onClick={() => {
            setPlaying(!playing);
          }}
        >
          {playing ? <Pause size={19} /> : <Play size={19} />}
        </IconButton>
        <IconButton
          label={t('player.next')}
          disabled={empty || last}
          onClick={() => {
            step(1);
          }}
        >
          <SkipForward size={18} />
        </IconButton>
      </div>
      <div className="player__position">
        <span className="player__time">{empty ? '' : durationText(Math.floor(seconds))}</span>
        <Slider
          label={t('player.position')}
          value={Math.min(seconds, duration)}
          max={duration}
          step={0.1}
          valueText={durationText(seconds)}
          disabled={empty || duration === 0}
          onChange={seek}
        />
        <span className="player__time">
          {empty || duration === 0 ? '' : durationText(duration)}
        </span>
      </div>
    </div>
  );
}

const USUAL_VOLUME = 0.8;

function Volume(): JSX.Element {
  const { t } = useTranslation();
  const volume = useSettings((state) => state.settings.volume);
  const silent = volume === 0;
  return (
    <div className="player__volume">
      <IconButton
        label={t(silent ? 'player.unmute' : 'player.mute')}
        onClick={() => {
          void changeSettings({ volume: silent ? USUAL_VOLUME : 0 });
        }}
      >
        {silent ? <VolumeX size={18} /> : <Volume2 size={18} />}
      </IconButton>
      <Slider
        label={t('player.volume')}
        value={volume}
        max={1}
        step={0.01}
        valueText={`${String(Math.round(volume * 100))}%`}
        onChange={(value) => {
          void changeSettings({ volume: value });
        }}
      />
    </div>
  );
}
