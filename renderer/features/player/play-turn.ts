import { notePlay } from '../../state/plays';
import { isPlayed, isSkipped } from './play-rules';

/** Whether the song that is in the player was counted; each time a song is picked it can be once. */
let counted = false;

/** Seconds of the song that were heard; what was heard twice counts once, what was jumped over not at all. */
function heardOf({ played }: HTMLMediaElement): number {
  let seconds = 0;
  for (let at = 0; at < played.length; at++) {
    seconds += played.end(at) - played.start(at);
  }
  return seconds;
}

/** Counts the song as played as soon as enough of it was heard. */
export function countIfPlayed(audio: HTMLMediaElement, id: string | null): void {
  if (!counted && id !== null && isPlayed(heardOf(audio), audio.duration)) {
    counted = true;
    notePlay(id, 'played');
  }
}

/** To be called when a song is picked, before the sound of the one that was there is let go. */
export function endTurn(audio: HTMLMediaElement, left: string | null, next: string): void {
  countIfPlayed(audio, left);
  // One that could not be played was not skipped by anybody.
  if (
    !counted &&
    left !== null &&
    left !== next &&
    audio.error === null &&
    isSkipped(heardOf(audio))
  ) {
    notePlay(left, 'skipped');
  }
  counted = false;
}
