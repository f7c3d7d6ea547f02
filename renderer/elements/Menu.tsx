import { DropdownMenu } from 'radix-ui';
import type { JSX, ReactNode } from 'react';
import { IconButton } from './Button';
import './elements.css';

/** A button with an icon that opens a few things to do. */
export function Menu<T extends string>({
  label,
  heading,
  disabled = false,
  choices,
  onOpen,
  onChoose,
  children,
}: {
  readonly label: string;
  /** Over the choices, where they do not say by themselves what is done with them. */
  readonly heading?: string;
  readonly disabled?: boolean;
  readonly choices: readonly { readonly value: T; readonly text: string }[];
  readonly onOpen?: () => void;
  readonly onChoose: (value: T) => void;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <DropdownMenu.Root
      onOpenChange={(open) => {
        if (open) {
          onOpen?.();
        }
      }}
    >
      <DropdownMenu.Trigger asChild disabled={disabled}>
        <IconButton label={label}>{children}</IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          {heading !== undefined && (
            <DropdownMenu.Label className="menu__label">{heading}</DropdownMenu.Label>
          )}
          {choices.map(({ value, text }) => (
            <DropdownMenu.Item
              key={value}
              className="menu__item"
              onSelect={() => {
                onChoose(value);
              }}
            >
              {text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
