import type { MapColumns, Mood } from '../../../electron/shared/records';
import { invoke } from '../../api/api';
import { useAsked } from '../../state/use-answer';

/** The moods of a layout's songs, in its order; `''` where none was heard. Asked for when they are wanted. */
export function useMoods(layout: MapColumns, wanted: boolean): readonly (Mood | '')[] | undefined {
  return useAsked(layout, askMoods, wanted);
}

/** When a layout's songs were listened to, in its order; see `map:analysed`. */
export function useAnalysed(layout: MapColumns, wanted: boolean): Float64Array | undefined {
  return useAsked(layout, askAnalysed, wanted);
}

async function askMoods({ space }: MapColumns): Promise<readonly (Mood | '')[]> {
  const { moods, mood } = await invoke('map:moods', { space });
  return Array.from(mood, (index) => moods[index] ?? '');
}

async function askAnalysed({ space }: MapColumns): Promise<Float64Array> {
  return (await invoke('map:analysed', { space })).at;
}
