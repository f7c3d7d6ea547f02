import { ListPlus } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../elements/Button';
import { invoke } from '../../api/api';
import { report } from '../../state/notices';

/** Keeps the picked songs as a playlist, under a name that is asked for on the spot. */
export function MakePlaylist({
  ids,
  kind,
}: {
  readonly ids: readonly string[];
  readonly kind: 'set' | 'path';
}): JSX.Element {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  const [made, setMade] = useState<{ readonly ids: readonly string[]; readonly name: string }>();
  const save = async (as: string): Promise<void> => {
    // One that is taken gets a number from the engine.
    const playlist = await invoke('playlists:create', { name: as, trackIds: [...ids] });
    setMade({ ids, name: playlist.name });
    setName(null);
  };
  if (made?.ids === ids) {
    return <span role="status">{t('map.playlist-made', { name: made.name })}</span>;
  }
  if (name === null) {
    return (
      <Button
        small
        onClick={() => {
          setName(t(kind === 'path' ? 'map.playlist-of-path' : 'map.playlist-of-set'));
        }}
      >
        <ListPlus size={14} aria-hidden="true" />
        {t('map.make-playlist')}
      </Button>
    );
  }
  return (
    <NameForm
      name={name}
      onName={setName}
      onDone={(as) => {
        save(as).catch(report);
      }}
    />
  );
}

function NameForm({
  name,
  onName,
  onDone,
}: {
  readonly name: string;
  readonly onName: (name: string | null) => void;
  readonly onDone: (name: string) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <form
      className="map__playlist"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') {
          onDone(name);
        }
      }}
    >
      <input
        // It was asked for by a click just now.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('map.playlist-name')}
        maxLength={200}
        value={name}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          onName(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            onName(null);
          }
        }}
      />
      <Button small type="submit">
        {t('map.make-playlist')}
      </Button>
    </form>
  );
}
