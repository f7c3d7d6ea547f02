import type { EngineChannel, Request, Response } from '../../shared/ipc/contract';

/** What answers each channel. */
export type Handlers<C extends EngineChannel = EngineChannel> = {
  readonly [K in C]: (request: Request<K>) => Response<K> | Promise<Response<K>>;
};

/** The channels of an area: those whose name starts with it. */
export type ChannelsOf<Area extends string> = Extract<EngineChannel, `${Area}:${string}`>;
