import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import './elements.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId?: string;
}

/** A dialog over the window; Escape, the button and a click beside it close it. */
export function Dialog({ title, onClose, children, testId }: DialogProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) {
          onClose();
        }
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="dialog__ground" />
        <Radix.Content className="dialog" aria-describedby={undefined} data-testid={testId}>
          <div className="dialog__head">
            <Radix.Title className="dialog__title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('app.close')}>
                <X size={18} />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="dialog__body">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
