import type { CSSProperties, JSX } from 'react';
import './elements.css';

/** A value from 0 to `max`, by mouse and keyboard. */
export function Slider({
  label,
  value,
  max,
  step,
  valueText,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly step: number;
  readonly valueText: string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const filled = max > 0 ? (100 * value) / max : 0;
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={valueText}
      min={0}
      max={max}
      step={step}
      value={value}
      disabled={disabled}
      style={{ '--filled': `${String(filled)}%` } as CSSProperties}
      onChange={(event) => {
        onChange(Number(event.target.value));
      }}
    />
  );
}
