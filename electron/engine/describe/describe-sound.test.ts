import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundFacts } from '../../shared/records';
import { describeSound } from './describe-sound';
import { keyOf } from './key';
import { kWeighting, loudnessOf } from './loudness';
import { createPowerSpectra } from './power-spectrum';
import { tempoOf } from './tempo';
import { chords, clicks, noise, sine } from './testing/synthesis';

const RATE = 16_000;

describe('power spectra', () => {
  it('are those of the definition, for both frames of a pair', () => {
    const size = 64;
    const signal = noise(0.02);
    const spectra = createPowerSpectra(size);
    const found = [new Float64Array(spectra.bins), new Float64Array(spectra.bins)] as const;
    spectra.run(signal, { first: 5, second: 300 }, ...found);
    [5, 300].forEach((from, which) => {
      for (let bin = 0; bin < spectra.bins; bin++) {
        let re = 0;
        let im = 0;
        for (let at = 0; at < size; at++) {
          const value =
            (signal[from + at] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size));
          re += value * Math.cos((2 * Math.PI * bin * at) / size);
          im += value * Math.sin((2 * Math.PI * bin * at) / size);
        }
        expect(found[which]![bin]).toBeCloseTo(re * re + im * im, 9);
      }
    });
  });
});

describe('loudness', () => {
  it('has the filters that the standard prints for 48 kHz', () => {
    const [shelf, highPass] = kWeighting(48_000);
    const printed = {
      shelf: [
        1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
      ],
      highPass: [1, -2, 1, -1.99004745483398, 0.99007225036621],
    };
    [...shelf.b, ...shelf.a].forEach((value, at) => {
      expect(value).toBeCloseTo(printed.shelf[at]!, 8);
    });
    [...highPass.b, ...highPass.a].forEach((value, at) => {
      expect(value).toBeCloseTo(printed.highPass[at]!, 8);
    });
  });

  it('of a 997 Hz sine of full scale in one channel is −3.01', () => {
    expect(loudnessOf([sine(997, 5)], RATE)).toBeCloseTo(-3.01, 1);
    expect(loudnessOf([sine(997, 5, 0.1)], RATE)).toBeCloseTo(-23.01, 1);
  });

  it('leaves silence and quiet stretches out: both gates', () => {
    const loud = sine(997, 3);
    const alone = loudnessOf([loud], RATE)!;
    // Blocks that lie half in silence count for less; there are six of hundreds.
    expect(loudnessOf([loud, new Float32Array(10 * RATE)], RATE)).toBeCloseTo(alone, 6);
    expect(loudnessOf([loud, sine(997, 10, 0.03)], RATE)).toBeCloseTo(alone, 6);
    expect(loudnessOf([new Float32Array(10 * RATE)], RATE)).toBeNull();
    expect(loudnessOf([sine(997, 0.3)], RATE)).toBeNull();
  });
});

describe('tempo', () => {
  it.each([60, 72, 90, 100, 120, 128, 140, 160])('of clicks at %d a minute', (bpm) => {
    const found = tempoOf([clicks(bpm, 12.8), clicks(bpm, 12.8, 0.37)], RATE)!;
    expect(found.bpm / bpm).toBeGreaterThan(0.99);
    expect(found.bpm / bpm).toBeLessThan(1.01);
    expect(found.confidence).toBeGreaterThan(0.5);
  });

  it('is not made up: noise, a held note, silence and a second of sound have none', () => {
    for (const sound of [
      noise(12.8),
      sine(440, 12.8),
      new Float32Array(12.8 * RATE),
      clicks(120, 1),
    ]) {
      expect(tempoOf([sound], RATE)).toBeNull();
    }
  });
});

describe('key', () => {
  const [I, IV, V] = [0, 5, 7].map((root) => [root, root + 4, root + 7]);
  const [i, iv, v] = [0, 5, 7].map((root) => [root, root + 3, root + 7]);
  const cadences = { major: [I, IV, V, I], minor: [i, iv, V, i, v, i] } as const;
  const shifted = (mode: 'major' | 'minor', tonic: number): readonly (readonly number[])[] =>
    cadences[mode].map((chord) => chord!.map((note) => note - 9 - 12 + tonic));

  it.each(Array.from({ length: 12 }, (_, tonic) => tonic))('of cadences on note %d', (tonic) => {
    expect(keyOf([chords(shifted('major', tonic), 1.5)], RATE)?.key).toBe(tonic);
    expect(keyOf([chords(shifted('minor', tonic), 1.5)], RATE)?.key).toBe(12 + tonic);
  });

  it('does not depend on what the instruments are tuned to, nor on level', () => {
    for (const tuning of [432, 440, 448]) {
      const sound = chords(shifted('minor', 9), 1.5, tuning);
      expect(keyOf([sound.map((value) => value / 100)], RATE)?.key).toBe(21);
    }
  });

  it('is not made up: noise and silence have none', () => {
    for (const sound of [noise(48), noise(6), new Float32Array(6 * RATE), new Float32Array(3)]) {
      expect(keyOf([sound], RATE)).toBeNull();
    }
  });
});

describe('a description', () => {
  it('of any sound is one that the library can keep', () => {
    const stretch = fc.float32Array({ maxLength: 4000, noNaN: true, min: -65_536, max: 65_536 });
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 3 }),
        fc.array(stretch, { maxLength: 2 }),
        (passages, windows) => {
          expect(
            soundFacts.safeParse(describeSound({ passages, windows }, RATE)).error,
          ).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says nothing of a level that no sound has', () => {
    const shout = sine(997, 3, 30_000);
    expect(describeSound({ passages: [shout], windows: [shout] }, RATE).loudness).toBeNull();
  });
});
