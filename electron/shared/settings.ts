import { z } from 'zod';

/** How many of the computer's cores listening may use. */
export const CORES = ['one', 'half', 'all'] as const;
export const cores = z.enum(CORES);
export type Cores = z.infer<typeof cores>;

/** Where the models run: where they are fastest, or on the CPU whatever else there is. */
export const PROCESSORS = ['automatic', 'cpu'] as const;
export const processor = z.enum(PROCESSORS);
export type Processor = z.infer<typeof processor>;

/** What the colours of the map can stand for. */
export const MAP_COLOURS = [
  'genre',
  'mood',
  'decade',
  'artist',
  'album',
  'folder',
  'tempo',
  'key',
  'cluster',
  'trust',
  'analysed',
] as const;
const mapColour = z.enum(MAP_COLOURS);
export type MapColour = z.infer<typeof mapColour>;

/** What the sizes of the map's points can stand for. */
export const MAP_SIZES = ['same', 'duration', 'plays'] as const;
const mapSize = z.enum(MAP_SIZES);
export type MapSize = z.infer<typeof mapSize>;

/** What a person can set. Unknown keys are dropped and bad values fall back, so a damaged file never stops a start. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', 'en', 'ko']).catch('system'),
  volume: z.number().min(0).max(1).catch(0.8),
  /** Half leaves the computer usable while a large library is listened to. */
  cores: cores.catch('half'),
  processor: processor.catch('automatic'),
  /** On: hours of listening would empty a battery, and nobody expects that of a music program. */
  pauseOnBattery: z.boolean().catch(true),
  /** Off: listening has a low priority and does not disturb the sound on an ordinary computer. */
  pauseWhilePlaying: z.boolean().catch(false),
  /** On: a few songs that are near to everything would be in every list of similar songs. */
  hubCorrection: z.boolean().catch(true),
  /** On: what is played stays in the library on this computer, and makes lists better. */
  playHistory: z.boolean().catch(true),
  mapColour: mapColour.catch('genre'),
  mapSize: mapSize.catch('same'),
  /** On: the map can be listened to by pointing at it. */
  audition: z.boolean().catch(true),
});
export type Settings = Readonly<z.infer<typeof settings>>;

export const DEFAULT_SETTINGS: Settings = settings.parse({});

export const settingsPatch = z
  .object({
    theme: z.enum(['system', 'light', 'dark']),
    language: z.enum(['system', 'en', 'ko']),
    volume: z.number().min(0).max(1),
    cores,
    processor,
    pauseOnBattery: z.boolean(),
    pauseWhilePlaying: z.boolean(),
    hubCorrection: z.boolean(),
    playHistory: z.boolean(),
    mapColour,
    mapSize,
    audition: z.boolean(),
  })
  .partial();
export type SettingsPatch = Readonly<z.infer<typeof settingsPatch>>;
