import { CircleQuestionMark } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';

const PARTS = ['near', 'axes', 'trust', 'lines', 'hands'] as const;

/** What the map says and what it does not. */
export function HowToRead(): JSX.Element {
  const { t } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label={t('map.how-to-read')}>
          <CircleQuestionMark size={16} />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="map__help" align="end" sideOffset={8} data-testid="map-help">
          <h2>{t('map.how-to-read')}</h2>
          <dl>
            {PARTS.map((part) => (
              <div key={part}>
                <dt>{t(`map.help-${part}-title`)}</dt>
                <dd>{t(`map.help-${part}`)}</dd>
              </div>
            ))}
          </dl>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
