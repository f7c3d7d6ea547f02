import { create } from 'zustand';
import { trackUrl } from '../../../electron/shared/ipc/contract';
import { useLibrary } from '../../state/library';
import { notify } from '../../state/notices';
import { currentOf, setPlaying, step, usePlayer } from '../../state/player';
import { useSettings } from '../../state/settings';
import { equalPower } from './equal-power';
import { followMediaKeys } from './media-keys';
import { countIfPlayed, endTurn } from './play-turn';

/** Past this, "previous" starts the song again, as players do. */
const RESTART_AFTER_SECONDS = 3;

/** Where the song is; `duration` is 0 until known. */
export const useSoundTime = create<{ readonly seconds: number; readonly duration: number }>(() => ({
  seconds: 0,
  duration: 0,
}));

let element: HTMLAudioElement | null = null;

/**
 * Keeps an audio element in step with the player's state.
 * @returns the function that lets go of it.
 */
export function attachSound(audio: HTMLAudioElement): () => void {
  element = audio;
  const stop = new AbortController();
  const listen = (event: keyof HTMLMediaElementEventMap, act: () => void): void => {
    audio.addEventListener(event, act, { signal: stop.signal });
  };
  const tell = (): void => {
    const { currentTime, duration } = audio;
    useSoundTime.setState({
      seconds: currentTime,
      duration: Number.isFinite(duration) ? duration : 0,
    });
  };
  for (const event of ['timeupdate', 'durationchange', 'seeking', 'emptied'] as const) {
    listen(event, tell);
  }
  for (const event of ['timeupdate', 'ended'] as const) {
    listen(event, () => {
      countIfPlayed(audio, currentOf(usePlayer.getState()));
    });
  }
  listen('ended', goOn);
  listen('error', onFailure);
  setVolume(audio);
  const releases = [
    usePlayer.subscribe((state, before) => {
      follow(audio, state, before);
    }),
    useSettings.subscribe(() => {
      setVolume(audio);
    }),
    followMediaKeys({ seek, previous }),
  ];
  return () => {
    stop.abort();
    for (const release of releases) {
      release();
    }
    audio.pause();
    element = null;
  };
}

export function seek(seconds: number): void {
  if (element !== null) {
    element.currentTime = seconds;
  }
}

/** The song again, or the one before it where it has only begun. */
export function previous(): void {
  if ((element?.currentTime ?? 0) > RESTART_AFTER_SECONDS || !step(-1)) {
    seek(0);
  }
}

type PlayerState = ReturnType<typeof usePlayer.getState>;

/** Loads the song that was picked (the same one picked again starts anew), plays it or pauses it. */
function follow(audio: HTMLAudioElement, state: PlayerState, before: PlayerState): void {
  const id = currentOf(state);
  if (id === null) {
    return;
  }
  const picked = state.picked !== before.picked;
  if (picked) {
    endTurn(audio, currentOf(before), id);
    audio.src = trackUrl(id);
  }
  if (!state.playing) {
    audio.pause();
  } else if (picked || !before.playing) {
    audio.play().catch((thrown: unknown) => {
      // A song that cannot be played tells so by its error event; one replaced while it loads is no error.
      if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') {
        setPlaying(false);
      }
    });
  }
}

/** Loudness is heard by ratio, so the slider's middle should sound half as loud. */
function setVolume(audio: HTMLAudioElement): void {
  audio.volume = useSettings.getState().settings.volume ** 2 * equalPower(fade.now);
}

const FADE_STEP_MS = 40;
const FADE_STEPS = 10;
/** How far it is faded in: less while something else is listened to. */
const fade: { now: number; timer: number | undefined } = { now: 1, timer: undefined };

/** Fades what plays to a share of its volume, 0 to 1. */
export function fadeSound(share: number): void {
  window.clearInterval(fade.timer);
  const step = (share - fade.now) / FADE_STEPS;
  let left = FADE_STEPS;
  fade.timer = window.setInterval(() => {
    left--;
    fade.now = left === 0 ? share : fade.now + step;
    if (element !== null) {
      setVolume(element);
    }
    if (left === 0) {
      window.clearInterval(fade.timer);
    }
  }, FADE_STEP_MS);
}

function goOn(): void {
  if (!step(1)) {
    setPlaying(false);
  }
}

/** Says which song cannot be played, by its title, and why. */
export function tellNotPlayable(id: string, why: string): void {
  const title = useLibrary.getState().tracks.get(id)?.title ?? id;
  notify({ kind: 'not-playable', message: `“${title}”: ${why}`, path: title });
}

/** Tells of a song that cannot be played, and goes on with the next. */
function onFailure(): void {
  const id = currentOf(usePlayer.getState());
  if (id !== null) {
    tellNotPlayable(id, element?.error?.message ?? '');
    goOn();
  }
}
