import { z } from 'zod';
import type { Result } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import type {
  Request,
  Response,
  ShellChannel,
  WindowChannel,
  WindowEngineChannel,
} from '../../shared/ipc/contract';
import { contract, shellContract, WINDOW_ENGINE_CHANNELS } from '../../shared/ipc/contract';
import { APP_ORIGIN } from '../../shared/ipc/transport';

/** What of an IPC event decides whether it is answered: the frame that sent it. */
export interface Sender {
  /** `null` when the frame is gone already. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** Answers one request that has been checked. */
export type ShellHandlers = {
  readonly [C in ShellChannel]: (request: Request<C>) => Promise<Response<C>> | Response<C>;
};
export type AskEngine = <C extends WindowEngineChannel>(
  channel: C,
  request: Request<C>,
) => Promise<Response<C>>;

const WINDOW_CHANNELS: ReadonlySet<string> = new Set<WindowChannel>([
  ...WINDOW_ENGINE_CHANNELS,
  ...(Object.keys(shellContract) as ShellChannel[]),
]);

/**
 * The one door for requests of the window: sender, channel and payload are checked, and every outcome is a Result.
 * @param onBug is told of failures that are not errors of a known kind.
 */
export function createHandler(
  shell: ShellHandlers,
  askEngine: AskEngine,
  onBug: (channel: string, thrown: unknown) => void,
): (sender: Sender, channel: unknown, request: unknown) => Promise<Result<unknown>> {
  return (sender, channel, request) =>
    guarded(sender, String(channel), onBug, () => {
      if (!isWindowChannel(channel)) {
        throw new MugleError('bad-request', `A window cannot ask for ${JSON.stringify(channel)}.`);
      }
      const checked = parse(contract[channel].request, request, channel);
      return isShellChannel(channel)
        ? (shell[channel] as (given: unknown) => unknown)(checked)
        : askEngine(channel, checked as never);
    });
}

/**
 * Runs one answer for a sender that must be the window's own main frame.
 * @returns the value, or the error as data; never rejects.
 */
export async function guarded<T>(
  sender: Sender,
  what: string,
  onBug: (what: string, thrown: unknown) => void,
  answer: () => T | Promise<T>,
): Promise<Result<T>> {
  try {
    if (!isOwnFrame(sender)) {
      throw new MugleError('bad-request', `Only the window of OK Mugle may ask for ${what}.`);
    }
    return { ok: true, value: await answer() };
  } catch (thrown) {
    if (!(thrown instanceof MugleError) || thrown.kind === 'internal') {
      onBug(what, thrown);
    }
    return { ok: false, error: toErrorRecord(thrown) };
  }
}

/** @throws MugleError `bad-request` naming what is wrong with it. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const checked = schema.safeParse(value);
  if (!checked.success) {
    throw new MugleError(
      'bad-request',
      `The request ${what} is not as agreed: ${z.prettifyError(checked.error)}`,
    );
  }
  return checked.data;
}

function isOwnFrame({ senderFrame }: Sender): boolean {
  // The prefix ends in a slash: mugle://app.elsewhere is someone else.
  return senderFrame?.url.startsWith(`${APP_ORIGIN}/`) === true && senderFrame.parent === null;
}

function isWindowChannel(channel: unknown): channel is WindowChannel {
  return typeof channel === 'string' && WINDOW_CHANNELS.has(channel);
}

function isShellChannel(channel: WindowChannel): channel is ShellChannel {
  return Object.hasOwn(shellContract, channel);
}
