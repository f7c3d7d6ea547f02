import { create } from 'zustand';
import type { ListLearning } from '../../electron/shared/ipc/lists-contract';
import { invoke } from '../api/api';
import { report } from './notices';

interface ListLearningState {
  /** Null until the engine has said. */
  readonly learning: ListLearning | null;
}

/** What was learned from lists, and whether it goes on by itself. */
export const useListLearning = create<ListLearningState>(() => ({ learning: null }));

export async function loadListLearning(): Promise<void> {
  await take(() => invoke('lists:get', {}));
}

export async function learnByItself(automatic: boolean): Promise<void> {
  await take(() => invoke('lists:set', { automatic }));
}

/** Learns now; the job tells of itself. */
export async function learnNow(): Promise<void> {
  await invoke('lists:learn', {}).catch(report);
}

async function take(ask: () => Promise<ListLearning>): Promise<void> {
  try {
    useListLearning.setState({ learning: await ask() });
  } catch (thrown) {
    report(thrown);
  }
}
