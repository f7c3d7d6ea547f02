import { describe, expect, it } from 'vitest';
import { parseTune, withoutRepeats } from './abc-tunes';
import { arrangeTune } from './arrange-tune';
import { COEFFICIENTS, divergence, prepare } from './mfcc';
import { midiFile } from './midi-file';

const HEAD = 'X:1\nT:A tune\nM:3/4\nL:1/8\nK:G\n';
const BODY = 'GABc d2|efga b2|GABc d2|efga b2|GABc d2|efga b2|';

describe('tunes in ABC', () => {
  it('are read as notes: key, lengths, octaves, accidentals that last a measure', () => {
    const tune = parseTune(`${HEAD}f ^c c|c ${BODY}`, 'one')!;
    expect(tune.bar).toBe(3);
    expect(tune.notes.slice(0, 4).map(({ pitch }) => pitch)).toEqual([78, 73, 73, 72]);
    expect(tune.notes[0]).toEqual({ start: 0, length: 0.5, pitch: 78 });
    expect(tune.notes.at(-1)!.length).toBe(1);
  });

  it('with broken rhythm, tuplets and ties keep their time', () => {
    const tune = parseTune(`${HEAD}A>B (3ABc d-d ${BODY}`, 'two')!;
    const lengths = tune.notes.slice(0, 6).map(({ length }) => length);
    expect(lengths[0]).toBeCloseTo(0.75);
    expect(lengths[1]).toBeCloseTo(0.25);
    expect(lengths[2]).toBeCloseTo(1 / 3);
    expect(lengths[5]).toBeCloseTo(1);
  });

  it('that are short, or have several voices, are no tunes here', () => {
    expect(parseTune(`${HEAD}GABc|`, 'short')).toBeUndefined();
    expect(parseTune(`X:1\nV:2\n${HEAD}${BODY}`, 'voices')).toBeUndefined();
  });

  it('under another name and in another key are repeats', () => {
    const tune = parseTune(HEAD + BODY, 'one')!;
    const same = { ...tune, notes: tune.notes.map((note) => ({ ...note, pitch: note.pitch + 5 })) };
    const other = {
      ...tune,
      notes: tune.notes.map((note, at) => ({ ...note, pitch: 50 + ((at * at) % 17) })),
    };
    expect(withoutRepeats([same, other], [tune])).toEqual([other]);
    expect(withoutRepeats([tune, same], [])).toEqual([tune]);
  });
});

describe('renderings', () => {
  it('are the same each time, and other ones for another version', () => {
    const tune = parseTune(HEAD + BODY, 'one')!;
    expect(arrangeTune(tune, 3, 1)).toEqual(arrangeTune(tune, 3, 1));
    expect(arrangeTune(tune, 3, 1)).not.toEqual(arrangeTune(tune, 3, 2));
  });

  it('are MIDI files: a track as long as its head says, times of several bytes', () => {
    const bytes = midiFile([
      { at: 2, bytes: [0x90, 60, 90] },
      { at: 0, bytes: [0xc0, 7] },
    ]);
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text.slice(0, 4)).toBe('MThd');
    expect(text.slice(14, 18)).toBe('MTrk');
    const length = new DataView(bytes.buffer).getUint32(18);
    expect(bytes).toHaveLength(22 + length);
    // The program at once, the note 1,920 ticks later, the end 1,440 after that.
    expect([...bytes.slice(22)]).toEqual([
      0, 0xc0, 7, 0x8f, 0, 0x90, 60, 90, 0x8b, 0x20, 0xff, 0x2f, 0,
    ]);
  });
});

describe('the divergence of two timbres', () => {
  const timbre = (mean: number, variance: number): ReturnType<typeof prepare> =>
    prepare({
      mean: new Float64Array(COEFFICIENTS).fill(mean),
      covariance: Float64Array.from({ length: COEFFICIENTS ** 2 }, (_, at) =>
        at % (COEFFICIENTS + 1) === 0 ? variance : 0,
      ),
    });

  it('is that of normal distributions, which has a closed form for round ones', () => {
    const [a, b] = [timbre(0, 1), timbre(2, 3)];
    const one = 0.5 * (1 / 3 + 3 + 4 * (1 + 1 / 3)) - 1;
    expect(divergence(a, b)).toBeCloseTo(COEFFICIENTS * one);
    expect(divergence(b, a)).toBeCloseTo(COEFFICIENTS * one);
    expect(divergence(a, a)).toBeCloseTo(0);
  });
});
