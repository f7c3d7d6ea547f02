import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOnBattery } from './power-source';

vi.mock('electron', () => ({ powerMonitor: {} }));

describe('power on Linux', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-power-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const supply = async (name: string, facts: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(path.join(folder, name));
    for (const [fact, value] of Object.entries(facts)) {
      await writeFile(path.join(folder, name, fact), `${value}\n`);
    }
  };

  it('is not a battery without one, nor where nothing is told', async () => {
    expect(await isOnBattery(folder)).toBe(false);
    expect(await isOnBattery(path.join(folder, 'none'))).toBe(false);
    await supply('hidpp_battery_0', { type: 'Battery', status: 'Discharging', scope: 'Device' });
    expect(await isOnBattery(folder)).toBe(false);
  });

  it.each([
    ['0', 'Discharging', true],
    ['1', 'Charging', false],
    ['1', 'Discharging', false],
    ['0', 'Full', false],
  ])('plug %s, battery %s: %s', async (online, status, expected) => {
    await supply('AC', { type: 'Mains', online });
    await supply('BAT0', { type: 'Battery', status });
    expect(await isOnBattery(folder)).toBe(expected);
  });
});
