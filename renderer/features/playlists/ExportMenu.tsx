import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { exportList } from '../../state/export-list';
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
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild disabled={open.trackIds.length === 0}>
        <IconButton label={t('export.button')}>
          <Download size={17} />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {CHOICES.map(({ text, format, relative }) => (
            <DropdownMenu.Item
              key={text}
              className="menu__item"
              onSelect={() => {
                exportList(open, format, relative).catch(report);
              }}
            >
              {t(text)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
