import { MugleError } from '../../shared/errors';
import type { EngineChannel, Request } from '../../shared/ipc/contract';
import { engineContract } from '../../shared/ipc/contract';

/** A request as the contract has it. @throws MugleError `bad-request` */
export function checkRequest<C extends EngineChannel>(channel: C, request: Request<C>): Request<C> {
  if (!Object.hasOwn(engineContract, channel)) {
    throw new MugleError('bad-request', `The engine has no channel ${JSON.stringify(channel)}.`);
  }
  const parsed = engineContract[channel].request.safeParse(request);
  if (!parsed.success) {
    throw new MugleError(
      'bad-request',
      `A bad request came on ${channel}: ${parsed.error.message}`,
    );
  }
  return parsed.data as Request<C>;
}

/** Whatever is thrown past here is one of the product's errors. */
export function asMugleError(thrown: unknown): MugleError {
  if (thrown instanceof MugleError) {
    return thrown;
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new MugleError('internal', text, { cause: thrown });
}
