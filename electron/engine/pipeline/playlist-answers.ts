import type { ChannelsOf, Handlers } from './handlers';
import type { PlaylistBook } from './playlist-book';

interface PlaylistParts {
  readonly playlists: PlaylistBook;
}

/** The playlists, and what can be done with them. */
export function playlistAnswers({ playlists }: PlaylistParts): Handlers<ChannelsOf<'playlists'>> {
  return {
    'playlists:list': () => playlists.list(),
    'playlists:get': ({ id }) => playlists.get(id),
    'playlists:create': ({ name, trackIds }) => playlists.create(name, trackIds),
    'playlists:add': ({ id, trackIds, at }) => playlists.add(id, trackIds, at),
    'playlists:arrange': (request) => playlists.arrange(request),
    'playlists:rename': ({ id, name }) => playlists.rename(id, name),
    'playlists:delete': ({ id }) => playlists.delete(id),
    'playlists:restore': ({ id }) => playlists.restore(id),
  };
}
