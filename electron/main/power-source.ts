import { powerMonitor } from 'electron';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where Linux tells of batteries and plugs; Electron does not say there when the plug is pulled. */
const LINUX_POWER = '/sys/class/power_supply';
/** Soon enough for a battery, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 20_000;

/** Tells whether the computer runs on its battery: now, and at every change. */
export function watchPower(tell: (onBattery: boolean) => void): void {
  powerMonitor.on('on-battery', () => {
    tell(true);
  });
  powerMonitor.on('on-ac', () => {
    tell(false);
  });
  if (process.platform !== 'linux') {
    tell(powerMonitor.isOnBatteryPower());
    return;
  }
  let before = false;
  const look = async (): Promise<void> => {
    const now = await isOnBattery(LINUX_POWER);
    if (now !== before) {
      before = now;
      tell(now);
    }
  };
  void look();
  setInterval(() => void look(), LOOK_EVERY_MS).unref();
}

/**
 * Whether Linux says that a battery of the computer itself is being emptied. Batteries of mice and keyboards do not
 * count; a computer without a battery is never on it.
 */
export async function isOnBattery(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(
    names.map(async (name) => {
      const [type, online, status, scope] = await Promise.all(
        ['type', 'online', 'status', 'scope'].map((fact) => read(path.join(folder, name, fact))),
      );
      return { type, online, status, scope };
    }),
  );
  const plugged = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  return (
    !plugged &&
    supplies.some(
      ({ type, status, scope }) =>
        type === 'Battery' && scope !== 'Device' && status === 'Discharging',
    )
  );
}

async function read(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
