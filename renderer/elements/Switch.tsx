import { Switch as Radix } from 'radix-ui';
import type { JSX } from 'react';
import { useId } from 'react';
import './elements.css';

/** On or off, with what it is about. */
export function Switch({
  label,
  on,
  onChange,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div className="switch">
      <label htmlFor={id}>{label}</label>
      <Radix.Root id={id} className="switch__track" checked={on} onCheckedChange={onChange}>
        <Radix.Thumb className="switch__thumb" />
      </Radix.Root>
    </div>
  );
}
