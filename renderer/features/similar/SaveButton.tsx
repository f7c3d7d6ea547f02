import { ListPlus } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarQuery } from '../../../electron/shared/ipc/similar-contract';
import { IconButton } from '../../elements/Button';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { createPlaylist } from '../../state/playlists';
import { songOf, useSimilar } from '../../state/similar';
import type { TrackRow } from '../../state/track-row';
import { neighboursNow } from './QueryCard';

/** Makes a playlist of what was asked about and what is like it. */
export function SaveButton({ query }: { readonly query: SimilarQuery }): JSX.Element {
  const { t } = useTranslation();
  const track = useTrack(songOf(query));
  const empty = useSimilar(
    ({ answer }) => answer.kind !== 'list' || answer.list.items.length === 0,
  );
  return (
    <IconButton
      label={t('similar.save')}
      disabled={empty}
      onClick={() => {
        const name = t('similar.list-name', {
          title: track === undefined ? '' : nameOf(query, track),
        });
        const own = query.kind === 'songs' ? query.ids : [];
        createPlaylist(name, [...own, ...neighboursNow()]).catch(report);
      }}
    >
      <ListPlus size={17} />
    </IconButton>
  );
}

function nameOf({ kind }: SimilarQuery, { title, album, artist }: TrackRow): string {
  switch (kind) {
    case 'songs':
      return title;
    case 'album':
      return album;
    case 'artist':
      return artist;
  }
}
