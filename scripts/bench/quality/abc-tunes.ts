import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A melody, one note at a time: start and length in quarters, MIDI pitch. `bar`: quarters in a measure. */
export interface Tune {
  readonly name: string;
  readonly notes: readonly {
    readonly start: number;
    readonly length: number;
    readonly pitch: number;
  }[];
  readonly bar: number;
}

const FEWEST_NOTES = 24;
const MOST_NOTES = 400;
const FEWEST_PITCHES = 4;

/** Every tune of a folder of ABC files, in the order of their names. */
export async function readTunes(folder: string): Promise<readonly Tune[]> {
  const tunes: Tune[] = [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.abc')).sort();
  for (const name of names.filter((one) => !one.startsWith('test'))) {
    const parts = (await readFile(path.join(folder, name), 'utf8')).split(/^X:/m).slice(1);
    parts.forEach((part, index) => {
      const tune = parseTune(`X:${part}`, `${path.basename(folder)}/${name}/${index}`);
      if (tune !== undefined) {
        tunes.push(tune);
      }
    });
  }
  return tunes;
}

interface Header {
  unit: number;
  bar: number;
  sharps: number;
}

/** One ABC tune; ornaments, repeats and endings are left out. Nothing for what is too short, too long or has several voices. */
export function parseTune(text: string, name: string): Tune | undefined {
  const header: Header = { unit: 0.5, bar: 4, sharps: 0 };
  const body: string[] = [];
  let inBody = false;
  for (const line of text.split('\n').map((one) => one.split('%')[0]!.replace(/[\\\s]+$/, ''))) {
    const field = /^([A-Za-z]):(.*)/.exec(line);
    if (field === null) {
      body.push(inBody ? line : '');
    } else if (field[1] === 'V' && !['', '1'].includes(field[2]!.trim())) {
      return undefined;
    } else if (!inBody) {
      readField(header, field[1]!, field[2]!.trim());
      inBody = field[1] === 'K';
    }
  }
  const notes = readNotes(body.join(' '), header);
  const pitches = new Set(notes.map((note) => note.pitch));
  const fits = notes.length >= FEWEST_NOTES && notes.length <= MOST_NOTES;
  return fits && pitches.size >= FEWEST_PITCHES ? { name, notes, bar: header.bar } : undefined;
}

function readField(header: Header, letter: string, value: string): void {
  const share = /^(\d+)\/(\d+)/.exec(value);
  const quarters = share === null ? undefined : (4 * Number(share[1])) / Number(share[2]);
  if (letter === 'L' && quarters !== undefined) {
    header.unit = quarters;
  } else if (letter === 'M') {
    header.bar = quarters ?? 4;
  } else if (letter === 'K') {
    header.sharps = sharpsOf(value);
  }
}

const FIFTHS = 'FCGDAEB';
const MODES: Readonly<Record<string, number>> = {
  '': 0,
  maj: 0,
  ion: 0,
  m: -3,
  min: -3,
  aeo: -3,
  mix: -1,
  dor: -2,
  phr: -4,
  lyd: 1,
  loc: -5,
};

function sharpsOf(key: string): number {
  const found = /^([A-G])([#b]?)\s*([A-Za-z]*)/.exec(key);
  if (found === null) {
    return 0;
  }
  const [, letter = 'C', sign, mode = ''] = found;
  const turn = sign === '#' ? 7 : sign === 'b' ? -7 : 0;
  return FIFTHS.indexOf(letter) - 1 + turn + (MODES[mode.toLowerCase().slice(0, 3)] ?? 0);
}

const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const SIGNS: Readonly<Record<string, number>> = { '^': 1, '^^': 2, _: -1, __: -2, '=': 0 };
const TOKEN =
  /(?<bar>\|[:\]|]?|:+\|*|\[\d|\[[A-Za-z]:[^\]]*\])|\((?<tuplet>\d)(?::\d?)*|\[(?<chord>[^\]]+)\](?<chordlength>\d*\/*\d*)|(?<sign>\^{1,2}|_{1,2}|=)?(?<name>[A-Ga-gzx])(?<octave>[,']*)(?<length>\d*\/*\d*)|(?<tie>-)|(?<broken>>+|<+)/g;
const NOISE = /"[^"]*"|\{[^}]*\}|![^!]*!|\+[^+]*\+/g;
/** Notes of a tuplet of so many take the time of this many. */
const TUPLETS: Readonly<Record<number, number>> = { 2: 3, 3: 2, 4: 3 };

interface Note {
  start: number;
  length: number;
  pitch: number;
}

class NoteReader {
  readonly notes: Note[] = [];
  readonly #header: Header;
  #local = new Map<string, number>();
  #now = 0;
  #left = 0;
  #factor = 1;
  #broken = 1;
  #tied = false;

  constructor(header: Header) {
    this.#header = header;
  }

  read(token: Readonly<Record<string, string | undefined>>): void {
    if (token['bar'] !== undefined) {
      this.#local = new Map();
    } else if (token['tuplet'] !== undefined) {
      this.#left = Number(token['tuplet']);
      this.#factor = (TUPLETS[this.#left] ?? 2) / this.#left;
    } else if (token['tie'] !== undefined) {
      this.#tied = this.notes.length > 0;
    } else if (token['broken'] !== undefined) {
      this.#break(token['broken']);
    } else if (token['chord'] === undefined) {
      this.#note(token, lengthOf(token['length'] ?? ''));
    } else {
      this.#chord(token['chord'], lengthOf(token['chordlength'] ?? ''));
    }
  }

  /** Of a chord the first note counts. */
  #chord(inside: string, length: number): void {
    const first = [...inside.matchAll(TOKEN)][0]?.groups;
    if (first?.['name'] !== undefined) {
      this.#note(first, length * lengthOf(first['length'] ?? ''));
    }
  }

  /** `A>B`: the first longer by half, the second shorter by as much. */
  #break(signs: string): void {
    const last = this.notes.at(-1);
    if (last !== undefined) {
      const short = 2 ** -signs.length;
      const [first, second] = signs.startsWith('>') ? [2 - short, short] : [short, 2 - short];
      last.length *= first;
      this.#now = last.start + last.length;
      this.#broken = second;
    }
  }

  #note(token: Readonly<Record<string, string | undefined>>, written: number): void {
    const factor = this.#left > 0 ? this.#factor : 1;
    this.#left -= this.#left > 0 ? 1 : 0;
    const length = written * this.#header.unit * factor * this.#broken;
    this.#broken = 1;
    if (!'zx'.includes(token['name'] ?? 'z')) {
      const pitch = this.#pitch(token);
      const last = this.notes.at(-1);
      if (this.#tied && last?.pitch === pitch) {
        last.length += length;
      } else {
        this.notes.push({ start: this.#now, length, pitch });
      }
    }
    this.#tied = false;
    this.#now += length;
  }

  #pitch({ name = 'C', octave = '', sign }: Readonly<Record<string, string | undefined>>): number {
    const letter = name.toUpperCase();
    const base =
      (name === letter ? 60 : 72) + 12 * (octave.split("'").length - octave.split(',').length);
    const place = `${letter}${base}`;
    if (sign !== undefined) {
      this.#local.set(place, SIGNS[sign] ?? 0);
    }
    return base + SEMITONES[letter]! + (this.#local.get(place) ?? this.#signature(letter));
  }

  #signature(letter: string): number {
    const { sharps } = this.#header;
    const place = FIFTHS.indexOf(letter);
    // Beyond seven a letter is raised twice.
    return sharps >= 0 ? Math.ceil((sharps - place) / 7) : -Math.ceil((-sharps - (6 - place)) / 7);
  }
}

function readNotes(body: string, header: Header): readonly Note[] {
  const reader = new NoteReader(header);
  for (const { groups = {} } of body.replace(NOISE, '').matchAll(TOKEN)) {
    reader.read(groups);
  }
  const first = reader.notes[0]?.start ?? 0;
  return reader.notes.map((note) => ({ ...note, start: note.start - first }));
}

function lengthOf(text: string): number {
  const [, top = '', slashes = '', bottom = ''] = /^(\d*)(\/*)(\d*)/.exec(text) ?? [];
  return Number(top || 1) / (bottom === '' ? 2 ** slashes.length : Number(bottom));
}

const RUN = 7;

/** Runs of seven intervals: two tunes that share many are one tune under two names. */
function runsOf({ notes }: Tune): ReadonlySet<string> {
  const steps = notes
    .slice(1)
    .map((note, at) => note.pitch - notes[at]!.pitch)
    .filter((step) => step !== 0);
  return new Set(
    steps
      .slice(0, Math.max(0, steps.length - RUN + 1))
      .map((_, at) => steps.slice(at, at + RUN).join()),
  );
}

/** Those that share under a third of their runs with each of `known` and with each that came before. */
export function withoutRepeats(tunes: readonly Tune[], known: readonly Tune[]): readonly Tune[] {
  const owners = new Map<string, number[]>();
  const add = (runs: ReadonlySet<string>, owner: number): void => {
    for (const one of runs) {
      owners.set(one, [...(owners.get(one) ?? []), owner]);
    }
  };
  known.forEach((tune, owner) => {
    add(runsOf(tune), owner);
  });
  return tunes.filter((tune, index) => {
    const runs = runsOf(tune);
    const shared = new Map<number, number>();
    for (const owner of [...runs].flatMap((one) => owners.get(one) ?? [])) {
      shared.set(owner, (shared.get(owner) ?? 0) + 1);
    }
    const isNew = Math.max(0, ...shared.values()) <= runs.size / 3;
    if (isNew) {
      add(runs, known.length + index);
    }
    return isNew;
  });
}
