import { ListMusic } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useComparedText } from './compared-text';
import { usePlaylists } from '../../state/playlists';
import { TwoLines } from './TwoLines';

/** A playlist that was asked about. */
export function PlaylistCard({ id }: { readonly id: string }): JSX.Element {
  const { t } = useTranslation();
  const name = usePlaylists(({ list }) => list.find((each) => each.id === id)?.name ?? '');
  const about = useComparedText();
  return (
    <div className="similar__query" data-testid="similar-query">
      <ListMusic size={30} aria-hidden="true" className="similar__file" />
      <TwoLines title={name} text={`${t('similar.playlist')} · ${about}`} />
    </div>
  );
}
