import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateMeter } from './rate-meter';

describe('rate meter', () => {
  it('measures a steady rate, whatever the rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (perSecond) => {
        const meter = new RateMeter();
        for (let ms = 0; ms <= 90_000; ms += 250) {
          meter.add(ms, (perSecond * ms) / 1000);
        }
        expect(meter.perSecond).toBeCloseTo(perSecond, 6);
      }),
    );
  });

  it('forgets what was more than a minute ago, and everything at a restart', () => {
    const meter = new RateMeter();
    expect(meter.perSecond).toBe(0);
    for (let second = 0; second <= 200; second++) {
      meter.add(second * 1000, second < 100 ? 0 : (second - 100) * 5);
    }
    expect(meter.perSecond).toBeCloseTo(5, 1);
    meter.restart();
    expect(meter.perSecond).toBe(0);
  });

  it('counts neither the time of a hold nor what was finished in it', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 30; second++) {
      meter.add(second * 1000, second * 2);
    }
    meter.hold(30_000);
    meter.hold(31_000);
    meter.add(40_000, 63);
    meter.goOn(5_000_000);
    meter.goOn(5_000_000);
    expect(meter.perSecond).toBeCloseTo(2, 6);
    for (let second = 1; second <= 30; second++) {
      meter.add(5_000_000 + second * 1000, 63 + second * 2);
    }
    expect(meter.perSecond).toBeCloseTo(2, 6);
  });

  it('slows down when nothing comes any more', () => {
    const meter = new RateMeter();
    meter.add(0, 0);
    meter.add(10_000, 10);
    meter.add(20_000, 10);
    meter.add(40_000, 10);
    expect(meter.perSecond).toBeCloseTo(0.25, 6);
  });
});
