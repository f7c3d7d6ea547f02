import type { JSX } from 'react';

/** A number that may be left out; what is no number yet counts as left out. */
export function NumberBox({
  label,
  placeholder,
  value,
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}): JSX.Element {
  return (
    <input
      type="number"
      className="similar__number-box"
      aria-label={label}
      placeholder={placeholder}
      min={0}
      step="any"
      value={value ?? ''}
      onChange={(event) => {
        const typed = event.target.valueAsNumber;
        onChange(Number.isFinite(typed) && typed >= 0 ? typed : undefined);
      }}
    />
  );
}
