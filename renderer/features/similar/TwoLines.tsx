import type { JSX, ReactNode } from 'react';

/** What was asked about: its name, and a line of what it is. */
export function TwoLines({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  /** Below the two. */
  readonly children?: ReactNode;
}): JSX.Element {
  return (
    <div className="similar__names">
      <div className="similar__title" title={title} dir="auto">
        {title}
      </div>
      <div className="similar__artist" title={text} dir="auto">
        {text}
      </div>
      {children}
    </div>
  );
}
