import { useLibrary } from '../../state/library';
import { currentOf, setPlaying, step, usePlayer } from '../../state/player';

/**
 * The keys of keyboards and headsets, the space bar, and what the system shows of the song that plays.
 * @returns the function that lets go of them.
 */
export function followMediaKeys({
  seek,
  previous,
}: {
  readonly seek: (seconds: number) => void;
  readonly previous: () => void;
}): () => void {
  const { mediaSession } = navigator;
  const handlers = new Map<MediaSessionAction, MediaSessionActionHandler>([
    ['play', setPlaying.bind(null, true)],
    ['pause', setPlaying.bind(null, false)],
    ['stop', setPlaying.bind(null, false)],
    ['nexttrack', step.bind(null, 1)],
    ['previoustrack', previous],
    [
      'seekto',
      ({ seekTime }) => {
        seek(seekTime ?? 0);
      },
    ],
  ]);
  for (const [action, handler] of handlers) {
    mediaSession.setActionHandler(action, handler);
  }
  window.addEventListener('keydown', onKey);
  const release = usePlayer.subscribe(showSong);
  return () => {
    for (const action of handlers.keys()) {
      mediaSession.setActionHandler(action, null);
    }
    window.removeEventListener('keydown', onKey);
    release();
  };
}

function showSong(state: ReturnType<typeof usePlayer.getState>): void {
  const id = currentOf(state);
  const track = id === null ? undefined : useLibrary.getState().tracks.get(id);
  const { mediaSession } = navigator;
  mediaSession.playbackState = id === null ? 'none' : state.playing ? 'playing' : 'paused';
  mediaSession.metadata =
    track === undefined
      ? null
      : new MediaMetadata({ title: track.title, artist: track.artist, album: track.album });
}

/** Space plays and pauses, except where it types or presses. Ctrl with an arrow is next and previous. */
function onKey(event: KeyboardEvent): void {
  const onControl =
    event.target instanceof Element &&
    event.target.closest('input, button, summary, [role=dialog]') !== null;
  if (onControl) {
    return;
  }
  if (event.key === ' ') {
    event.preventDefault();
    setPlaying(!usePlayer.getState().playing);
  } else if (event.ctrlKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
    event.preventDefault();
    step(event.key === 'ArrowRight' ? 1 : -1);
  }
}
