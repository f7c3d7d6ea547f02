/** What happens at a second of the piece: the bytes of one MIDI message. */
export interface MidiEvent {
  readonly at: number;
  readonly bytes: readonly number[];
}

/** At 480 ticks a quarter and the default tempo of 120 quarters a minute. */
const TICKS_PER_SECOND = 960;
const TICKS = 480;
/** Lets the last notes die away. */
const REST_SECONDS = 1.5;

/** A standard MIDI file with one track. */
export function midiFile(events: readonly MidiEvent[]): Uint8Array {
  // A note ends before the same one begins again.
  const sorted = [...events].sort(
    (a, b) => tickOf(a.at) - tickOf(b.at) || rank(a.bytes[0]!) - rank(b.bytes[0]!),
  );
  const track: number[] = [];
  let now = 0;
  const end = { at: (sorted.at(-1)?.at ?? 0) + REST_SECONDS, bytes: [0xff, 0x2f, 0x00] };
  for (const { at, bytes } of [...sorted, end]) {
    track.push(...variableLength(tickOf(at) - now), ...bytes);
    now = tickOf(at);
  }
  const head = [...chars('MThd'), ...word(6), 0, 0, 0, 1, TICKS >> 8, TICKS & 255];
  return Uint8Array.from([...head, ...chars('MTrk'), ...word(track.length), ...track]);
}

function tickOf(second: number): number {
  return Math.round(second * TICKS_PER_SECOND);
}

/** Programs first, then ends of notes, then beginnings. */
function rank(status: number): number {
  return status >= 0xc0 ? 0 : status < 0x90 ? 1 : 2;
}

function chars(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

function word(value: number): readonly number[] {
  return [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function variableLength(value: number): readonly number[] {
  const rest = value >> 7;
  const above = rest === 0 ? [] : variableLength(rest).map((byte) => byte | 128);
  return [...above, value & 127];
}
