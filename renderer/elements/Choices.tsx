import { RadioGroup } from 'radix-ui';
import type { JSX } from 'react';
import './elements.css';

/** One of a few, all in sight. */
export function Choices<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly text: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
}): JSX.Element {
  return (
    <RadioGroup.Root
      className="choices"
      aria-label={label}
      value={value}
      orientation="horizontal"
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) {
          onChange(chosen.value);
        }
      }}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="choices__item"
          lang={choice.lang}
        >
          {choice.text}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
