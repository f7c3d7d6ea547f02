import { z } from 'zod';

/** How many of the computer's cores listening may use. */
export const CORES = ['one', 'half', 'all'] as const;
export const cores = z.enum(CORES);
export type Cores = z.infer<typeof cores>;

/** What a person can set. Unknown keys are dropped and bad values fall back, so a damaged file never stops a start. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', 'en', 'ko']).catch('system'),
  volume: z.number().min(0).max(1).catch(0.8),
  /** Half leaves the computer usable while a large library is listened to. */
  cores: cores.catch('half'),
  /** On: hours of listening would empty a battery, and nobody expects that of a music program. */
  pauseOnBattery: z.boolean().catch(true),
  /** Off: listening has a low priority and does not disturb the sound on an ordinary computer. */
  pauseWhilePlaying: z.boolean().catch(false),
  /** On: a few songs that are near to everything would be in every list of similar songs. */
  hubCorrection: z.boolean().catch(true),
});
export type Settings = Readonly<z.infer<typeof settings>>;

export const DEFAULT_SETTINGS: Settings = settings.parse({});

export const settingsPatch = z
  .object({
    theme: z.enum(['system', 'light', 'dark']),
    language: z.enum(['system', 'en', 'ko']),
    volume: z.number().min(0).max(1),
    cores,
    pauseOnBattery: z.boolean(),
    pauseWhilePlaying: z.boolean(),
    hubCorrection: z.boolean(),
  })
  .partial();
export type SettingsPatch = Readonly<z.infer<typeof settingsPatch>>;
