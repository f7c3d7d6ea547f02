import { Copy, FolderInput, ListMusic, Plus, Sparkles } from 'lucide-react';
import type { DragEvent, JSX, KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaylistSummary } from '../../../electron/shared/ipc/playlist-contract';
import { IconButton } from '../../elements/Button';
import { draggedOver, endDrag } from '../../state/drag';
import { chooseImports } from '../../state/imports';
import { report } from '../../state/notices';
import {
  addToPlaylist,
  createPlaylist,
  deletePlaylist,
  openPlaylist,
  startRenaming,
  usePlaylists,
} from '../../state/playlists';
import { openSimilarTo } from '../../state/similar';
import { showTab, useView } from '../../state/view';
import { PlaylistName } from './PlaylistName';
import './playlists.css';

/** The playlists beside every view: to open, and to drop songs on. */
export function PlaylistSidebar(): JSX.Element {
  const { t } = useTranslation();
  const list = usePlaylists((state) => state.list);
  const drop = useSongDrop((ids) => createPlaylist(t('playlists.new-name'), ids));
  return (
    <nav className="playlists" data-testid="playlists" aria-label={t('playlists.title')}>
      <div
        className={drop.over ? 'playlists__head playlists__head--over' : 'playlists__head'}
        {...drop.on}
      >
        <h2 className="playlists__title">{t('playlists.title')}</h2>
        <IconButton
          label={t('imports.button')}
          onClick={() => {
            chooseImports().catch(report);
          }}
        >
          <FolderInput size={16} />
        </IconButton>
        <IconButton
          label={t('playlists.new')}
          onClick={() => {
            createPlaylist(t('playlists.new-name'), []).catch(report);
          }}
        >
          <Plus size={17} />
        </IconButton>
      </div>
      {list.length === 0 ? (
        <p className="playlists__none">{t('playlists.none')}</p>
      ) : (
        <ul className="playlists__list">
          {list.map((playlist) => (
            <PlaylistItem key={playlist.id} playlist={playlist} />
          ))}
        </ul>
      )}
      <DuplicatesButton />
    </nav>
  );
}

function DuplicatesButton(): JSX.Element {
  const { t } = useTranslation();
  const current = useView((state) => state.tab === 'duplicates');
  return (
    <button
      type="button"
      className="playlists__item playlists__item--last"
      data-testid="duplicates-button"
      aria-current={current ? 'page' : undefined}
      onClick={() => {
        showTab('duplicates');
      }}
    >
      <Copy size={15} aria-hidden="true" />
      <span className="playlists__name">{t('duplicates.title')}</span>
    </button>
  );
}

function PlaylistItem({ playlist }: { readonly playlist: PlaylistSummary }): JSX.Element {
  const { t } = useTranslation();
  const { id, name, songs } = playlist;
  const current = usePlaylists((state) => state.open?.id === id);
  const inSight = useView((state) => state.tab === 'playlist');
  const renaming = usePlaylists((state) => state.renaming === id);
  const drop = useSongDrop((ids) => addToPlaylist(id, ids));
  if (renaming && !(current && inSight)) {
    return (
      <li className="playlists__item">
        <PlaylistName id={id} name={name} />
      </li>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'F2') {
      startRenaming(id);
    } else if (event.key === 'Delete') {
      deletePlaylist(playlist).catch(report);
    }
  };
  return (
    <li className="playlists__place">
      <button
        type="button"
        className={drop.over ? 'playlists__item playlists__item--over' : 'playlists__item'}
        data-testid="playlist-item"
        aria-current={current && inSight ? 'page' : undefined}
        title={name}
        onClick={() => {
          openPlaylist(id).catch(report);
        }}
        onDoubleClick={() => {
          startRenaming(id);
        }}
        onKeyDown={onKeyDown}
        {...drop.on}
      >
        <ListMusic size={15} aria-hidden="true" />
        <span className="playlists__name" dir="auto">
          {name}
        </span>
        <span className="playlists__count" aria-label={t('search.count', { count: songs })}>
          {songs}
        </span>
      </button>
      {songs > 0 && (
        <IconButton
          label={`${t('playlists.find-similar')}: ${name}`}
          className="playlists__find"
          onClick={() => {
            openSimilarTo({ kind: 'playlist', of: id }).catch(report);
          }}
        >
          <Sparkles size={14} />
        </IconButton>
      )}
    </li>
  );
}

interface SongDrop {
  readonly over: boolean;
  readonly on: Readonly<
    Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>
  >;
}

/** Takes songs of the window that are dropped here. */
function useSongDrop(take: (ids: readonly string[]) => Promise<void>): SongDrop {
  const [over, setOver] = useState(false);
  return {
    over,
    on: {
      onDragOver: (event) => {
        if (draggedOver(event) !== null) {
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
          setOver(true);
        }
      },
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        const dragged = draggedOver(event);
        if (dragged !== null) {
          event.preventDefault();
          endDrag();
          take(dragged.ids).catch(report);
        }
      },
    },
  };
}
