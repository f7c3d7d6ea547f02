import i18next from 'i18next';
import { invoke } from '../api/api';
import { useLibrary } from './library';
import { ifStillWanted, openUnsaved } from './playlists';
import { tellDone } from './undo';

const PATH_SONGS = 12;
/** A path of two songs would be the two of them. */
export const SHORTEST_PATH = 3;
export const LONGEST_PATH = 50;
const RADIO_SONGS = 30;
const BLEND_SONGS = 30;
const MOST_SEED = 0x7fff_ffff;

/** Another one each time: nothing else of a list is left to chance. */
const anySeed = (): number => Math.floor(Math.random() * MOST_SEED);

const titleOf = (id: string): string => useLibrary.getState().tracks.get(id)?.title ?? '';

/** Opens songs that lead from one song to another, both of them among so many. */
export async function openPath(from: string, to: string, length = PATH_SONGS): Promise<void> {
  const request = { from, to, length, seed: anySeed() };
  const ids = await ifStillWanted(() => invoke('playlists:path', request));
  if (ids === undefined) {
    return;
  }
  const name = i18next.t('lists.path', { from: titleOf(from), to: titleOf(to) });
  openUnsaved(name, ids, {
    another: () => openPath(from, to, length),
    path: { length, withLength: (other) => openPath(from, to, other) },
  });
}

/** Opens songs that sound like one, other ones each time. @param over as if none had been given before */
export async function openRadio(id: string, over = false): Promise<void> {
  const request = { id, count: RADIO_SONGS, seed: anySeed(), over };
  const given = await ifStillWanted(() => invoke('playlists:radio', request));
  if (given === undefined) {
    return;
  }
  const { trackIds, anew } = given;
  openUnsaved(i18next.t('lists.radio', { title: titleOf(id) }), trackIds, {
    another: () => openRadio(id),
    over: () => openRadio(id, true),
  });
  if (anew || over) {
    tellDone({ text: { key: over ? 'lists.over' : 'lists.anew' } });
  }
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Opens songs that belong to two playlists at once. */
export async function openBlend(a: Named, b: Named): Promise<void> {
  const request = { a: a.id, b: b.id, count: BLEND_SONGS };
  const ids = await ifStillWanted(() => invoke('playlists:blend', request));
  if (ids !== undefined) {
    openUnsaved(i18next.t('lists.blend', { a: a.name, b: b.name }), ids);
  }
}
