import type { CSSProperties, JSX } from 'react';
import './elements.css';

/** A value from `min`, 0 when left out, to `max`, by mouse and keyboard. */
export function Slider({
  label,
  value,
  min = 0,
  max,
  step,
  valueText,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  readonly valueText: string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const filled = max > min ? (100 * (value - min)) / (max - min) : 0;
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={valueText}
      min={min}
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
