import { expect, it } from 'vitest';
import { equalPower, fadeCurve } from './equal-power';

it('two sounds that change places are together as loud as one, all the time', () => {
  const fadesIn = fadeCurve('in');
  const fadesOut = fadeCurve('out');
  expect(fadesOut.length).toBe(fadesIn.length);
  // Web Audio goes straight from one value to the next.
  const at = (curve: Float32Array, place: number): number => {
    const step = Math.min(curve.length - 2, Math.floor(place * (curve.length - 1)));
    const part = place * (curve.length - 1) - step;
    return curve[step]! * (1 - part) + curve[step + 1]! * part;
  };
  for (let place = 0; place <= 1; place += 1 / 997) {
    expect(at(fadesIn, place) ** 2 + at(fadesOut, place) ** 2).toBeCloseTo(1, 2);
    expect(equalPower(place) ** 2 + equalPower(1 - place) ** 2).toBeCloseTo(1, 12);
  }
});

it('a fade goes from nothing to all, and from what is heard to nothing', () => {
  const fadesIn = fadeCurve('in');
  expect([fadesIn[0], fadesIn.at(-1)]).toEqual([0, 1]);
  expect(fadesIn).toEqual(fadesIn.slice().sort());
  const fadesOut = fadeCurve('out', 0.5);
  expect([fadesOut[0], fadesOut.at(-1)]).toEqual([0.5, 0]);
});
