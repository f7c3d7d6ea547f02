import type { EngineChannel, Request, Response } from '../../shared/ipc/contract';

/** What answers each channel. */
export type Handlers<C extends EngineChannel = EngineChannel> = {
  readonly [K in C]: (request: Request<K>) => Response<K> | Promise<Response<K>>;
};

/** The channels of an area: those whose name starts with it. */
export type ChannelsOf<Area extends string> = Extract<EngineChannel, `${Area}:${string}`>;

/** Answered while the vectors are still being read, so that a window shows its songs at once. They change nothing in the store. */
export const ANSWERED_WITHOUT_VECTORS: ReadonlySet<EngineChannel> = new Set<EngineChannel>([
  'library:rows',
  'library:roots',
  'library:track',
  'library:path',
  'library:cover',
  'library:waveform',
  'library:playable',
  'listening:set',
  'excludes:get',
  'problems:list',
  'job:running',
  'engine:processor',
]);
