import { Blend } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';
import { openBlend } from '../../state/made-lists';
import { report } from '../../state/notices';
import { usePlaylists } from '../../state/playlists';

/** Makes a list of songs that belong to this playlist and to another one. */
export function BlendMenu({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): JSX.Element {
  const { t } = useTranslation();
  const list = usePlaylists((state) => state.list);
  const others = list.filter((other) => other.id !== id && other.songs > 0);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild disabled={others.length === 0}>
        <IconButton label={t('lists.blend-with')}>
          <Blend size={17} />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.Label className="menu__label">{t('lists.blend-with')}</DropdownMenu.Label>
          {others.map((other) => (
            <DropdownMenu.Item
              key={other.id}
              className="menu__item"
              onSelect={() => {
                openBlend({ id, name }, other).catch(report);
              }}
            >
              {other.name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
