import { renameSync } from 'node:fs';
import type { ErrorRecord } from '../shared/errors';
import { toErrorRecord } from '../shared/errors';
import type { Settings, SettingsPatch } from '../shared/settings';
import { DEFAULT_SETTINGS, settings } from '../shared/settings';
import { readJson, writeJson } from './json-file';

/** What a person has set, kept in one file. */
export interface SettingsStore {
  get(): Settings;
  /** @throws what the file system throws when it cannot be kept; the setting holds until the app ends. */
  set(patch: SettingsPatch): Settings;
  /** Why the stored settings could not be used, if so. */
  readonly problem: ErrorRecord | undefined;
}

/** Opens the settings. A damaged file is put aside as `….damaged`, and the defaults hold. */
export function openSettings(file: string): SettingsStore {
  let { current, problem } = load(file);
  return {
    get: () => current,
    set: (patch) => {
      // A key that is there without a value sets nothing.
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      current = settings.parse({ ...current, ...Object.fromEntries(given) });
      writeJson(file, current);
      problem = undefined;
      return current;
    },
    get problem() {
      return problem;
    },
  };
}

function load(file: string): { current: Settings; problem: ErrorRecord | undefined } {
  try {
    const stored = readJson(file);
    if (stored === undefined) {
      return { current: DEFAULT_SETTINGS, problem: undefined };
    }
    return { current: settings.parse(stored), problem: undefined };
  } catch (thrown) {
    return { current: DEFAULT_SETTINGS, problem: putAside(file, thrown) };
  }
}

function putAside(file: string, thrown: unknown): ErrorRecord {
  const { message } = toErrorRecord(thrown);
  try {
    renameSync(file, `${file}.damaged`);
  } catch (second) {
    return settingsProblem(file, `${message}; ${toErrorRecord(second).message}`);
  }
  return settingsProblem(file, `${message}. The file is kept as ${file}.damaged`);
}

function settingsProblem(file: string, why: string): ErrorRecord {
  return {
    kind: 'internal',
    path: file,
    message: `The settings in ${file} could not be read, so the defaults hold: ${why}.`,
  };
}
