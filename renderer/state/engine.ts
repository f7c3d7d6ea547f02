import { create } from 'zustand';
import type { EngineEvent } from '../../electron/shared/ipc/contract';

type EngineState = Omit<Extract<EngineEvent, { kind: 'engine-state' }>, 'kind'>;

/** Whether the process that keeps the library is up, and why not. */
export const useEngine = create<EngineState>(() => ({ state: 'starting' }));
