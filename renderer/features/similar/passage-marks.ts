/** A stretch of a song, in seconds. */
export interface Passage {
  readonly from: number;
  readonly to: number;
}

/** A click means as much of a song as one hears to know it again; less cannot be marked than one passage that was listened to. */
const CLICKED_SECONDS = 10;
const SHORTEST_SECONDS = 3;
/** Moved by less than this share of the song, the mouse was clicked. */
const CLICK_SHARE = 0.01;

/** What is marked by a drag from one place to another, either way, or by a click: within the song, to tenths of a second. */
export function markedBy(begun: number, ended: number, durationSeconds: number): Passage {
  const isClick = Math.abs(ended - begun) < CLICK_SHARE * durationSeconds;
  const middle = (begun + ended) / 2;
  const length = isClick ? CLICKED_SECONDS : Math.max(SHORTEST_SECONDS, Math.abs(ended - begun));
  return within(middle - length / 2, middle + length / 2, durationSeconds, isClick);
}

/** The passage with one end moved; the other gives way when they would come too near to each other. */
export function movedEnd(
  passage: Passage,
  end: keyof Passage,
  seconds: number,
  durationSeconds: number,
): Passage {
  const [from, to] =
    end === 'from'
      ? [seconds, Math.max(passage.to, seconds + SHORTEST_SECONDS)]
      : [Math.min(passage.from, seconds - SHORTEST_SECONDS), seconds];
  return within(from, to, durationSeconds, true);
}

/** @param keepsLength what would stick out is pushed back into the song, instead of cut off */
function within(from: number, to: number, durationSeconds: number, keepsLength: boolean): Passage {
  const length = Math.min(keepsLength ? to - from : SHORTEST_SECONDS, durationSeconds);
  const start = Math.max(0, Math.min(from, durationSeconds - length));
  const end = Math.min(durationSeconds, Math.max(to, start + length));
  return { from: tenths(start), to: tenths(end) };
}

const tenths = (seconds: number): number => Math.floor(seconds * 10) / 10;
