import type { JSX } from 'react';
import { useState } from 'react';
import { Button } from './Button';
import './elements.css';

/** The question takes the place of the button that was pressed, as the button does of the question, and the keyboard with it. */
const takeFocus = (button: HTMLButtonElement | null): void => {
  button?.focus();
};

/** A button for what cannot be taken back: it asks, in its own place, before anything is done. */
export function AskFirst({
  label,
  question,
  yes,
  no,
  disabled = false,
  onYes,
}: {
  readonly label: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly disabled?: boolean;
  readonly onYes: () => void;
}): JSX.Element {
  const [state, setState] = useState<'new' | 'asking' | 'answered'>('new');
  if (state !== 'asking') {
    return (
      <Button
        small
        disabled={disabled}
        ref={state === 'answered' ? takeFocus : undefined}
        onClick={() => {
          setState('asking');
        }}
      >
        {label}
      </Button>
    );
  }
  return (
    <span className="ask-first" role="group" aria-label={question}>
      <span>{question}</span>
      <Button
        small
        onClick={() => {
          setState('answered');
          onYes();
        }}
      >
        {yes}
      </Button>
      <Button
        small
        ref={takeFocus}
        onClick={() => {
          setState('answered');
        }}
      >
        {no}
      </Button>
    </span>
  );
}
