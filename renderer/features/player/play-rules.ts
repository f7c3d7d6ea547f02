/** Heard for so long, a song counts as played however long it is. */
const ENOUGH_SECONDS = 240;
/** A song that another one took the place of before this counts as skipped. */
const SKIPPED_BELOW_SECONDS = 10;

/**
 * Whether a song counts as played: half of it, or four minutes of it, were heard. This is the rule that scrobblers
 * (Audioscrobbler's submission protocol) made known, but for their least length of 30 seconds: a short song is a song.
 * @param heard seconds of it, none of them counted twice @param duration in seconds; NaN while it is not known
 */
export function isPlayed(heard: number, duration: number): boolean {
  return duration > 0 && heard >= Math.min(duration / 2, ENOUGH_SECONDS);
}

/** Whether a song that was left for another one counts as skipped: some of it was heard, but less than ten seconds. */
export function isSkipped(heard: number): boolean {
  return heard > 0 && heard < SKIPPED_BELOW_SECONDS;
}
