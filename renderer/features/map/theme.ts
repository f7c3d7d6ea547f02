import { useSyncExternalStore } from 'react';
import type { Theme } from './palettes';

const DARK = '(prefers-color-scheme: dark)';

/** The theme that is shown; main decides it, the page follows. */
export function useTheme(): Theme {
  return useSyncExternalStore(watch, () => (window.matchMedia(DARK).matches ? 'dark' : 'light'));
}

function watch(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => {
    query.removeEventListener('change', changed);
  };
}

/** What the map lies on (`--sunken` of theme.css), 0 to 255 each. */
export function groundOf(theme: Theme): readonly [number, number, number] {
  return theme === 'dark' ? [19, 19, 22] : [244, 244, 245];
}

/** The colour of letters on it (`--text` of theme.css). */
export function inkOf(theme: Theme): string {
  return theme === 'dark' ? '#f4f4f5' : '#18181b';
}
