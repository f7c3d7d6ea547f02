import { createResampler } from './resample';
import type { Song } from './song';

/** How much of a song is decoded for listening. */
export interface PassagePlan {
  readonly sampleRate: 16000;
  readonly passageSeconds: number;
  readonly maxPassages: number;
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

export interface HeardPassages {
  readonly passages: readonly Float32Array[];
  /** Samples of the file, over all passages, that were wanted, could not be decoded, or were no numbers. */
  readonly wanted: number;
  readonly missing: number;
  readonly notNumbers: number;
}

/** Decoding on is cheaper than starting anew over a gap of this length. */
const BRIDGED_SECONDS = 0.3;

interface Stretch {
  /** First sample and the one after the last, at the song's rate. */
  readonly from: number;
  readonly to: number;
  /** Mean of the channels over [from, to). */
  readonly samples: Float32Array;
  filled: number;
}

/** Decodes, mixes to mono and resamples the passages, one after another; only their own samples are kept. */
export async function hearPassages(
  song: Song,
  plan: PassagePlan,
  signal: { throwIfAborted(): void },
): Promise<HeardPassages> {
  const { sampleRate, frames } = song;
  const { starts, seconds } = placePassages(frames / sampleRate, plan);
  const length = Math.max(1, Math.floor(seconds * plan.sampleRate + 1e-6));
  const resampler = createResampler(sampleRate, plan.sampleRate);
  const places = starts.map((start) => Math.max(0, Math.round(start * sampleRate)));
  const passages: Float32Array[] = [];
  const counts = { wanted: 0, missing: 0, notNumbers: 0 };
  for (const group of groups(places, resampler.span(length), resampler.margin, song)) {
    for await (const block of song.blocks(group[0]!.from, group.at(-1)!.to)) {
      signal.throwIfAborted();
      for (const stretch of group) {
        counts.notNumbers += mixInto(stretch, block.start, block.channels);
      }
    }
    for (const { from, to, samples, filled } of group) {
      counts.wanted += to - from;
      counts.missing += to - from - filled;
      const place = places[passages.length]!;
      passages.push(resampler.run(samples, place - from, length));
      signal.throwIfAborted();
    }
  }
  return { passages, ...counts };
}

/** The stretches of the song that the passages need, those together that are decoded in one go. */
function* groups(
  places: readonly number[],
  span: number,
  margin: number,
  { frames, sampleRate }: Song,
): Generator<readonly Stretch[], void> {
  let group: Stretch[] = [];
  for (const place of places) {
    const from = Math.max(0, place - margin);
    const to = Math.min(frames, place + span + margin);
    const previous = group.at(-1);
    if (previous !== undefined && from - previous.to > BRIDGED_SECONDS * sampleRate) {
      yield group;
      group = [];
    }
    group.push({ from, to, samples: new Float32Array(Math.max(0, to - from)), filled: 0 });
  }
  yield group;
}

/** Full scale is 1; files that hold 16-bit numbers as floats reach 32768. Beyond that it is no sound. */
const LOUDEST = 65_536;

/** Writes the mean of the channels where block and stretch overlap; gives how many values were no numbers. */
function mixInto(stretch: Stretch, start: number, channels: readonly Float32Array[]): number {
  const first = Math.max(stretch.from, start);
  const end = Math.min(stretch.to, start + channels[0]!.length);
  if (first >= end) {
    return 0;
  }
  const out = stretch.samples.subarray(first - stretch.from, end - stretch.from);
  mean(
    channels.map((channel) => channel.subarray(first - start, end - start)),
    out,
  );
  stretch.filled += out.length;
  let bad = 0;
  for (let at = 0; at < out.length; at += 1) {
    if (!(Math.abs(out[at]!) <= LOUDEST)) {
      out[at] = 0;
      bad += 1;
    }
  }
  return bad;
}

function mean(channels: readonly Float32Array[], out: Float32Array): void {
  const [left, right] = channels as readonly [Float32Array, ...Float32Array[]];
  if (right === undefined) {
    out.set(left);
  } else if (channels.length === 2) {
    for (let at = 0; at < out.length; at += 1) {
      out[at] = (left[at]! + right[at]!) / 2;
    }
  } else {
    out.fill(0);
    for (const channel of channels) {
      for (let at = 0; at < out.length; at += 1) {
        out[at]! += channel[at]! / channels.length;
      }
    }
  }
}
