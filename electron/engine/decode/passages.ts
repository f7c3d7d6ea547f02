import { mixChannels } from './mix-channels';
import { createResampler } from './resample';
import type { Song } from './song';

/** How much of a song is decoded for listening. */
export interface PassagePlan {
  readonly sampleRate: 16000;
  readonly passageSeconds: number;
  readonly maxPassages: number;
  /** Longer stretches for what only shows over many seconds, such as a tune; none when left out. */
  readonly windows?: WindowPlan;
}

/** Where windows are centred, as shares of the song, in rising order; decision 003. */
export interface WindowPlan {
  readonly seconds: number;
  readonly centres: readonly number[];
}

/** Where passages begin and how long they are, in seconds; decision 001. */
export interface PassagePlaces {
  readonly starts: readonly number[];
  readonly seconds: number;
}

/** Passage i of n is centred at (i + ½)/n of the song; as many as fit, or the whole of a song shorter than one. */
export function placePassages(songSeconds: number, plan: PassagePlan): PassagePlaces {
  const { passageSeconds, maxPassages } = plan;
  if (songSeconds <= passageSeconds) {
    return { starts: [0], seconds: songSeconds };
  }
  const count = Math.min(maxPassages, Math.floor(songSeconds / passageSeconds));
  const starts = Array.from(
    { length: count },
    (_, index) => ((index + 0.5) / count) * songSeconds - passageSeconds / 2,
  );
  return { starts, seconds: passageSeconds };
}

/** Moved inwards where they would reach beyond the song; the whole of a song that is no longer than one. */
export function placeWindows(songSeconds: number, { seconds, centres }: WindowPlan): PassagePlaces {
  if (songSeconds <= seconds) {
    return { starts: [0], seconds: songSeconds };
  }
  const latest = songSeconds - seconds;
  const starts = centres.map((centre) =>
    Math.min(latest, Math.max(0, centre * songSeconds - seconds / 2)),
  );
  return { starts, seconds };
}

export interface HeardPassages {
  readonly passages: readonly Float32Array[];
  readonly windows: readonly Float32Array[];
  /** Where each of them begins, in seconds of the song. */
  readonly starts: { readonly passages: readonly number[]; readonly windows: readonly number[] };
  /** Samples of the file, over all passages and windows, that were wanted, could not be decoded, or were no numbers. */
  readonly wanted: number;
  readonly missing: number;
  readonly notNumbers: number;
}

/** Decoding on is cheaper than starting anew over a gap of this length. */
const BRIDGED_SECONDS = 0.3;

interface Wanted {
  readonly kind: 'passages' | 'windows';
  /** First sample at the song's rate, and the number of samples at the plan's. */
  readonly place: number;
  readonly length: number;
}

interface Stretch {
  readonly wanted: Wanted;
  /** First sample and the one after the last, at the song's rate. */
  readonly from: number;
  readonly to: number;
  /** Mean of the channels over [from, to). */
  readonly samples: Float32Array;
  filled: number;
}

/** Decodes, mixes to mono and resamples the passages and windows in the order of the song; only their own samples are kept. */
export async function hearPassages(
  song: Song,
  plan: PassagePlan,
  signal: { throwIfAborted(): void },
): Promise<HeardPassages> {
  const resampler = createResampler(song.sampleRate, plan.sampleRate);
  const heard = { passages: [] as Float32Array[], windows: [] as Float32Array[] };
  const starts = { passages: [] as number[], windows: [] as number[] };
  const counts = { wanted: 0, missing: 0, notNumbers: 0 };
  for (const group of groups(stretchesOf(song, plan, resampler), song.sampleRate)) {
    for await (const block of song.blocks(group[0]!.from, endOf(group))) {
      signal.throwIfAborted();
      for (const stretch of group) {
        counts.notNumbers += mixInto(stretch, block.start, block.channels);
      }
    }
    for (const { wanted, from, to, samples, filled } of group) {
      counts.wanted += to - from;
      counts.missing += to - from - filled;
      heard[wanted.kind].push(resampler.run(samples, wanted.place - from, wanted.length));
      starts[wanted.kind].push(wanted.place / song.sampleRate);
      signal.throwIfAborted();
    }
  }
  return { ...heard, starts, ...counts };
}

/** What is needed of the song, from its beginning to its end. */
function stretchesOf(
  { sampleRate, frames }: Song,
  plan: PassagePlan,
  resampler: ReturnType<typeof createResampler>,
): readonly Omit<Stretch, 'samples' | 'filled'>[] {
  const songSeconds = frames / sampleRate;
  const wanted = (kind: Wanted['kind'], { starts, seconds }: PassagePlaces): Wanted[] =>
    starts.map((start) => ({
      kind,
      place: Math.max(0, Math.round(start * sampleRate)),
      length: Math.max(1, Math.floor(seconds * plan.sampleRate + 1e-6)),
    }));
  return [
    ...wanted('passages', placePassages(songSeconds, plan)),
    ...(plan.windows ? wanted('windows', placeWindows(songSeconds, plan.windows)) : []),
  ]
    .map((one) => ({
      wanted: one,
      from: Math.max(0, one.place - resampler.margin),
      to: Math.min(frames, one.place + resampler.span(one.length) + resampler.margin),
    }))
    .sort((a, b) => a.from - b.from);
}

/** Those together that are decoded in one go, because they overlap or nearly touch. */
function* groups(
  stretches: ReturnType<typeof stretchesOf>,
  sampleRate: number,
): Generator<readonly Stretch[], void> {
  let group: Stretch[] = [];
  for (const stretch of stretches) {
    if (group.length > 0 && stretch.from - endOf(group) > BRIDGED_SECONDS * sampleRate) {
      yield group;
      group = [];
    }
    const { from, to } = stretch;
    group.push({ ...stretch, samples: new Float32Array(Math.max(0, to - from)), filled: 0 });
  }
  yield group;
}

function endOf(group: readonly Stretch[]): number {
  return group.reduce((end, { to }) => Math.max(end, to), 0);
}

/** Writes the mean of the channels where block and stretch overlap; gives how many values were no numbers. */
function mixInto(stretch: Stretch, start: number, channels: readonly Float32Array[]): number {
  const first = Math.max(stretch.from, start);
  const end = Math.min(stretch.to, start + channels[0]!.length);
  if (first >= end) {
    return 0;
  }
  stretch.filled += end - first;
  return mixChannels(
    channels.map((channel) => channel.subarray(first - start, end - start)),
    stretch.samples.subarray(first - stretch.from, end - stretch.from),
  );
}
