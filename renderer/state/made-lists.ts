import i18next from 'i18next';
import { invoke } from '../api/api';
import { useLibrary } from './library';
import { openUnsaved } from './playlists';
import { tellDone } from './undo';

const PATH_SONGS = 12;
const RADIO_SONGS = 30;
const BLEND_SONGS = 30;
const MOST_SEED = 0x7fff_ffff;

/** Another one each time: nothing else of a list is left to chance. */
const anySeed = (): number => Math.floor(Math.random() * MOST_SEED);

const titleOf = (id: string): string => useLibrary.getState().tracks.get(id)?.title ?? '';

/** Opens songs that lead from one song to another. */
export async function openPath(from: string, to: string): Promise<void> {
  const request = { from, to, space: 'genre', length: PATH_SONGS, seed: anySeed() } as const;
  const ids = await invoke('playlists:path', request);
  const name = i18next.t('lists.path', { from: titleOf(from), to: titleOf(to) });
  openUnsaved(name, ids, () => openPath(from, to));
}

/** Opens songs that sound like one, other ones each time. */
export async function openRadio(id: string): Promise<void> {
  const request = { id, space: 'genre', count: RADIO_SONGS, seed: anySeed() } as const;
  const { trackIds, anew } = await invoke('playlists:radio', request);
  openUnsaved(i18next.t('lists.radio', { title: titleOf(id) }), trackIds, () => openRadio(id));
  if (anew) {
    tellDone({ text: { key: 'lists.anew' } });
  }
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Opens songs that belong to two playlists at once. */
export async function openBlend(a: Named, b: Named): Promise<void> {
  const request = { a: a.id, b: b.id, space: 'genre', count: BLEND_SONGS } as const;
  const ids = await invoke('playlists:blend', request);
  openUnsaved(i18next.t('lists.blend', { a: a.name, b: b.name }), ids);
}
