import type { JSX } from 'react';
import './elements.css';

/** `total` 0: it is not known how much there is to do. */
export function ProgressBar({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}): JSX.Element {
  const known = total > 0;
  const percent = known ? Math.min(100, (100 * done) / total) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': Math.round(percent) } : {})}
      className={known ? 'bar' : 'bar bar--unknown'}
    >
      <div className="bar__filled" style={known ? { width: `${String(percent)}%` } : undefined} />
    </div>
  );
}
