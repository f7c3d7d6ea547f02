import { FileMusic } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { report } from '../../state/notices';
import { addFolderOf, useOutside } from '../../state/outside';
import { TwoLines } from './TwoLines';

/** A song that was asked about by its file and is not in the library. */
export function OutsideCard({ id }: { readonly id: string }): JSX.Element | null {
  const { t } = useTranslation();
  const song = useOutside(({ songs }) => songs.get(id));
  if (song === undefined) {
    return null;
  }
  const { title, artist } = song;
  return (
    <div className="similar__query similar__query--outside" data-testid="similar-outside">
      <FileMusic size={30} aria-hidden="true" className="similar__file" />
      <TwoLines title={title} text={artist || t('track.unknown-artist')}>
        <p className="similar__outside">{t('similar.outside')}</p>
        <Button
          small
          onClick={() => {
            addFolderOf(id).catch(report);
          }}
        >
          {t('similar.add-folder')}
        </Button>
      </TwoLines>
    </div>
  );
}
