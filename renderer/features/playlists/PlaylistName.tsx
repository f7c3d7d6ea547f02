import type { JSX } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { report } from '../../state/notices';
import { renamePlaylist, startRenaming } from '../../state/playlists';

/** A playlist's name while it is written: Enter and leaving keep it, Escape does not. */
export function PlaylistName({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): JSX.Element {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const settled = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const settle = (keep: boolean): void => {
    // Leaving the field comes after Enter and Escape too.
    if (settled.current) {
      return;
    }
    settled.current = true;
    if (keep) {
      renamePlaylist(id, input.current?.value ?? name).catch(report);
    } else {
      startRenaming(null);
    }
  };
  return (
    <input
      ref={input}
      className="playlists__input"
      data-testid="playlist-name"
      aria-label={t('playlists.name')}
      defaultValue={name}
      maxLength={200}
      onBlur={() => {
        settle(true);
      }}
      onKeyDown={(event) => {
        // Enter also ends the composition of a Hangul syllable.
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          settle(true);
        } else if (event.key === 'Escape') {
          settle(false);
        }
      }}
    />
  );
}
