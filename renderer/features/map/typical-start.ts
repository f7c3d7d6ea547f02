import { invoke } from '../../api/api';
import { report } from '../../state/notices';

/** Where the most typical ten seconds of a song begin; undefined when its passages are not known. */
export async function typicalStart(id: string): Promise<number | undefined> {
  try {
    return (await invoke('map:audition', { id }))?.from;
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}
