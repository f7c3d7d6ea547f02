import type { ComponentProps, JSX } from 'react';
import './elements.css';

interface ButtonProps extends ComponentProps<'button'> {
  /** The one thing a person most likely wants here. */
  readonly main?: boolean;
  readonly small?: boolean;
}

export function Button({ main = false, small = false, ...rest }: ButtonProps): JSX.Element {
  const classes = ['button', main ? 'button--main' : '', small ? 'button--small' : ''];
  return <button type="button" className={classes.filter(Boolean).join(' ')} {...rest} />;
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for the tooltip and for screen readers. */
  readonly label: string;
}

export function IconButton({ label, className = '', ...rest }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    />
  );
}
