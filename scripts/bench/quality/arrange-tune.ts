import { seededRandom } from '../../../electron/shared/seeded-random';
import type { Tune } from './abc-tunes';
import type { MidiEvent } from './midi-file';
import { midiFile } from './midi-file';

/** General MIDI programs (from 0) that can play a melody, a chord, a bass. None needs more than one hand. */
const MELODY = [
  0, 4, 6, 11, 13, 19, 21, 22, 24, 25, 40, 42, 46, 48, 56, 60, 65, 68, 71, 73, 75, 79, 105, 110,
];
const CHORDS = [0, 4, 6, 19, 24, 25, 46, 48, 50, 61, 89];
const BASS = [32, 33, 35, 38, 42, 43, 58];
const SECONDS = 36;
/** Mean length of a note at the tune's own tempo. */
const NOTE_SECONDS = { shortest: 0.22, longest: 0.42 };
const LOWEST_TEMPO = 0.8;
const HIGHEST_TEMPO = 1.25;
const MELODY_CHANNEL = 0;
const BASS_CHANNEL = 1;
const CHORD_CHANNEL = 2;
const DRUM_CHANNEL = 9;

export interface Arrangement {
  readonly midi: Uint8Array;
  /** General MIDI programs that are heard, the melody's first. */
  readonly programs: readonly number[];
  readonly hasDrums: boolean;
}

interface Chord {
  readonly start: number;
  readonly root: number;
  readonly third: number;
}

/**
 * One version of a tune as MIDI: in a key of its own (±6 semitones), at a tempo (0.8 to 1.25) and with instruments of its own, three
 * of four with bass and chords, some of these with drums. The same for the same numbers. It shares no code with what
 * the melody model was trained on.
 */
export function arrangeTune(tune: Tune, tuneNumber: number, version: number): Arrangement {
  const own = seededRandom(9000 + tuneNumber);
  const random = seededRandom(100_000 + 100 * tuneNumber + version);
  const pick = (from: readonly number[]): number => from[Math.floor(random() * from.length)]!;
  const between = (low: number, high: number): number => low + (high - low) * random();
  const { shortest, longest } = NOTE_SECONDS;
  const noteSeconds = shortest + (longest - shortest) * own();
  const meanLength = tune.notes.reduce((sum, note) => sum + note.length, 0) / tune.notes.length;
  const pace = noteSeconds / meanLength / between(LOWEST_TEMPO, HIGHEST_TEMPO);
  const meanPitch = tune.notes.reduce((sum, note) => sum + note.pitch, 0) / tune.notes.length;
  const key = Math.floor(between(-6, 7));
  const shift = key + 12 * Math.round((between(60, 78) - meanPitch - key) / 12);
  const events: MidiEvent[] = [];
  const add = (
    channel: number,
    at: number,
    length: number,
    pitch: number,
    loudness: number,
  ): void => {
    if (at < SECONDS) {
      const tone = Math.min(104, Math.max(30, Math.round(pitch)));
      events.push({ at, bytes: [0x90 | channel, tone, Math.round(loudness)] });
      events.push({ at: Math.min(at + length, SECONDS + 0.5), bytes: [0x80 | channel, tone, 0] });
    }
  };
  const programs = [pick(MELODY), pick(BASS), pick(CHORDS)];
  [MELODY_CHANNEL, BASS_CHANNEL, CHORD_CHANNEL].forEach((channel, at) => {
    events.push({ at: 0, bytes: [0xc0 | channel, programs[at]!] });
  });
  const held = between(0.6, 1);
  const style = Math.floor(between(0, 4));
  const hasDrums = random() < 0.4;
  const last = tune.notes.at(-1)!;
  const turn = Math.ceil((last.start + last.length) / tune.bar - 1e-6) * tune.bar * pace;
  const chords = chordsOf(tune);
  for (let begin = between(0, 1); begin < SECONDS; begin += turn) {
    for (const note of tune.notes) {
      const at = begin + note.start * pace + between(0, 0.012);
      add(MELODY_CHANNEL, at, note.length * pace * held, note.pitch + shift, between(80, 115));
    }
    for (const chord of style === 0 ? [] : chords) {
      playChord(chord, { begin, pace, bar: tune.bar, key, style, hasDrums }, add);
    }
  }
  return {
    midi: midiFile(events),
    programs: style === 0 ? programs.slice(0, 1) : programs,
    hasDrums: hasDrums && style !== 0,
  };
}

interface Playing {
  readonly begin: number;
  readonly pace: number;
  readonly bar: number;
  readonly key: number;
  readonly style: number;
  readonly hasDrums: boolean;
}

/** Style 1: held; 2: bass and chord in turn; 3: broken. */
function playChord(
  chord: Chord,
  { begin, pace, bar, key, style, hasDrums }: Playing,
  add: (channel: number, at: number, length: number, pitch: number, loudness: number) => void,
): void {
  const at = begin + chord.start * pace;
  const length = bar * pace;
  const root = (chord.root + key + 24) % 12;
  const tones = [root, root + chord.third, root + 7].map((tone) => 52 + (tone % 12));
  const beats = Math.max(2, Math.round(length / 0.5));
  const step = length / beats;
  add(BASS_CHANNEL, at, length * 0.9, 36 + root, 90);
  for (let beat = 0; beat < beats; beat += 1) {
    const now = at + beat * step;
    if (style === 1 && beat === 0) {
      tones.forEach((tone) => add(CHORD_CHANNEL, now, length * 0.95, tone, 75));
    } else if (style === 2 && beat % 2 === 1) {
      tones.forEach((tone) => add(CHORD_CHANNEL, now, step * 0.5, tone, 75));
    } else if (style === 3) {
      add(CHORD_CHANNEL, now, step, tones[beat % 3]!, 75);
    }
    if (hasDrums) {
      add(DRUM_CHANNEL, now, 0.1, beat % 2 === 0 ? 36 : 38, 85);
      add(DRUM_CHANNEL, now, 0.1, 42, 65);
    }
  }
}

/** For each measure the triad that holds most of its melody. */
function chordsOf(tune: Tune): readonly Chord[] {
  const last = tune.notes.at(-1)!;
  const bars = Math.ceil((last.start + last.length) / tune.bar - 1e-6);
  return Array.from({ length: bars }, (_, bar) => {
    const start = bar * tune.bar;
    const weights = new Float64Array(12);
    for (const note of tune.notes.filter(
      (one) => one.start >= start && one.start < start + tune.bar,
    )) {
      weights[note.pitch % 12]! += note.length;
    }
    const fit = (root: number, third: number): number =>
      weights[root]! + weights[(root + third) % 12]! + weights[(root + 7) % 12]!;
    const triads = Array.from({ length: 24 }, (__, at) => ({
      root: at % 12,
      third: at < 12 ? 4 : 3,
    }));
    const best = triads.reduce((a, b) => (fit(b.root, b.third) > fit(a.root, a.third) ? b : a));
    return { start, ...best };
  });
}
