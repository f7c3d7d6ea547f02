import { create } from 'zustand';
import type { EngineEvent } from '../../electron/shared/ipc/contract';

type Told = Omit<Extract<EngineEvent, { kind: 'engine-state' }>, 'kind'>;

interface EngineState extends Told {
  /** It has been up since the window was: when it starts now, it does so again. */
  readonly wasReady: boolean;
}

/** Whether the process that keeps the library is up, and why not. */
export const useEngine = create<EngineState>(() => ({ state: 'starting', wasReady: false }));

/** Whether it starts again: of its first start a window that has its songs already says nothing. */
export const startsAgain = ({ state, wasReady }: EngineState): boolean =>
  state === 'starting' && wasReady;

export function followEngine({ state, error }: Told): void {
  useEngine.setState(
    ({ wasReady }) => ({
      state,
      wasReady: wasReady || state === 'ready',
      ...(error === undefined ? {} : { error }),
    }),
    // Replaced, so that no error of before stays.
    true,
  );
}
