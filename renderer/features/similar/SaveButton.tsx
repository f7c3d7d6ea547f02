import { ListPlus } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { IconButton } from '../../elements/Button';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { useOutside } from '../../state/outside';
import { createPlaylist, usePlaylists } from '../../state/playlists';
import { songOf, useSimilar } from '../../state/similar';
import { neighboursNow } from './QueryCard';

/** Makes a playlist of what was asked about and what is like it. */
export function SaveButton({ query }: { readonly query: SimilarQuery }): JSX.Element {
  const { t } = useTranslation();
  const title = useTitle(query);
  const empty = useSimilar(
    ({ answer }) => answer.kind !== 'list' || answer.list.items.length === 0,
  );
  return (
    <IconButton
      label={t('similar.save')}
      disabled={empty}
      onClick={() => {
        const name = t('similar.list-name', { title });
        const own = query.kind === 'songs' ? query.ids : [];
        createPlaylist(name, [...own, ...neighboursNow()]).catch(report);
      }}
    >
      <ListPlus size={17} />
    </IconButton>
  );
}

/** What the query is called. */
function useTitle(query: SimilarQuery): string {
  const id = songOf(query);
  const track = useTrack(id);
  const outside = useOutside(({ songs }) => songs.get(id)?.title);
  const list = usePlaylists((state) =>
    query.kind === 'playlist' ? state.list.find((each) => each.id === query.of)?.name : undefined,
  );
  switch (query.kind) {
    case 'album':
      return track?.album ?? '';
    case 'artist':
      return track?.artist ?? '';
    case 'playlist':
      return list ?? '';
    default:
      return track?.title ?? outside ?? '';
  }
}
