import type { JSX, ReactNode } from 'react';
import './settings.css';

/** One part of the settings, under its name. */
export function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <section className="settings__part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
