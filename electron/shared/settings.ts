import { z } from 'zod';

/** What a person can set. Unknown keys are dropped and bad values fall back, so a damaged file never stops a start. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', 'en', 'ko']).catch('system'),
  volume: z.number().min(0).max(1).catch(0.8),
});
export type Settings = Readonly<z.infer<typeof settings>>;

export const DEFAULT_SETTINGS: Settings = { theme: 'system', language: 'system', volume: 0.8 };

export const settingsPatch = z
  .object({
    theme: z.enum(['system', 'light', 'dark']),
    language: z.enum(['system', 'en', 'ko']),
    volume: z.number().min(0).max(1),
  })
  .partial();
export type SettingsPatch = Readonly<z.infer<typeof settingsPatch>>;
