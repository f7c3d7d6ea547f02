import { create } from 'zustand';
import type { Response } from '../../electron/shared/ipc/contract';
import type { Settings, SettingsPatch } from '../../electron/shared/settings';
import { DEFAULT_SETTINGS } from '../../electron/shared/settings';
import { invoke } from '../api/api';
import { showLanguage } from '../i18n/texts';
import { notify, report } from './notices';

interface SettingsState {
  readonly settings: Settings;
  readonly info: Response<'app:info'> | null;
}

export const useSettings = create<SettingsState>(() => ({
  settings: DEFAULT_SETTINGS,
  info: null,
}));

/** What the person set, what the app is, and what was wrong with how it was started. */
export async function loadSettings(): Promise<void> {
  const [settings, info] = await Promise.all([invoke('settings:get', {}), invoke('app:info', {})]);
  useSettings.setState({ settings, info });
  await showLanguage(settings.language, info.locale);
  if (info.startProblem !== null) {
    notify(info.startProblem);
  }
}

/** Changes settings at once; what cannot be kept on disk is told. */
export async function changeSettings(patch: SettingsPatch): Promise<void> {
  useSettings.setState(({ settings }) => ({ settings: { ...settings, ...definedOf(patch) } }));
  const { settings, info } = useSettings.getState();
  await showLanguage(settings.language, info?.locale ?? 'en');
  try {
    useSettings.setState({ settings: await invoke('settings:set', patch) });
  } catch (thrown) {
    report(thrown);
  }
}

function definedOf(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
