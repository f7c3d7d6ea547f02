import { Blend } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu } from '../../elements/Menu';
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
    <Menu
      label={t('lists.blend-with')}
      heading={t('lists.blend-with')}
      disabled={others.length === 0}
      choices={others.map((other) => ({ value: other.id, text: other.name }))}
      onChoose={(chosen) => {
        const other = others.find((each) => each.id === chosen);
        if (other !== undefined) {
          openBlend({ id, name }, other).catch(report);
        }
      }}
    >
      <Blend size={17} />
    </Menu>
  );
}
