import { Download } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu } from '../../elements/Menu';
import { exportSongs } from '../../state/export-list';
import { report } from '../../state/notices';
import type { OpenList } from '../../state/playlists';

const CHOICES = [
  { text: 'export.m3u8-relative', format: 'm3u8', relative: true },
  { text: 'export.m3u8', format: 'm3u8', relative: false },
  { text: 'export.xspf', format: 'xspf', relative: false },
  { text: 'export.rekordbox', format: 'rekordbox', relative: false },
  { text: 'export.csv', format: 'csv', relative: false },
] as const;

/** Writes the open list for other programs. */
export function ExportMenu({ open }: { readonly open: OpenList }): JSX.Element {
  const { t } = useTranslation();
  return (
    <Menu
      label={t('export.button')}
      disabled={open.trackIds.length === 0}
      choices={CHOICES.map(({ text }) => ({ value: text, text: t(text) }))}
      onChoose={(chosen) => {
        const choice = CHOICES.find(({ text }) => text === chosen);
        if (choice !== undefined) {
          const { format, relative } = choice;
          exportSongs(open.name, open.trackIds, format, relative).catch(report);
        }
      }}
    >
      <Download size={17} />
    </Menu>
  );
}
