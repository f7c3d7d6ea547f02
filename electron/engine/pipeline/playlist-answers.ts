import type { FileReader } from './file-reader';
import type { ChannelsOf, Handlers } from './handlers';
import type { JointParts } from './joint-songs';
import { makeBlend, makePath, makeRadio } from './made-lists';
import type { PlaylistBook } from './playlist-book';
import { exportPlaylist, importPlaylists } from './playlist-exchange';

interface PlaylistParts extends JointParts {
  readonly playlists: PlaylistBook;
  readonly reader: FileReader;
  /** The store has something to save. */
  readonly changed: () => void;
}

/** The playlists, and what can be done with them. */
export function playlistAnswers(parts: PlaylistParts): Handlers<ChannelsOf<'playlists'>> {
  const { playlists, view } = parts;
  return {
    'playlists:list': () => playlists.list(),
    'playlists:get': ({ id }) => playlists.get(id),
    'playlists:create': ({ name, trackIds }) => playlists.create(name, trackIds),
    'playlists:add': ({ id, trackIds, at }) => playlists.add(id, trackIds, at),
    'playlists:arrange': (request) => playlists.arrange(request),
    'playlists:rename': ({ id, name }) => playlists.rename(id, name),
    'playlists:delete': ({ id }) => playlists.delete(id),
    'playlists:restore': ({ id }) => playlists.restore(id),
    'playlists:path': (request) => makePath(parts, request),
    'playlists:radio': (request) => makeRadio(parts, request),
    'playlists:blend': (request) => makeBlend(parts, request),
    'playlists:files': ({ ids }) =>
      ids.filter((id) => view.isPresent(id)).map((id) => view.path(id)),
    'playlists:import': ({ path }) => importPlaylists(parts, path),
    'playlists:export': (request) => exportPlaylist(parts, request),
  };
}
