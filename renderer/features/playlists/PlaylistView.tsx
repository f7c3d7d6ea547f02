import {
  Dices,
  Grip,
  ListMusic,
  Pencil,
  Play,
  RotateCcw,
  Save,
  Sparkles,
  Trash2,
  X,
} from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../elements/Button';
import { durationText } from '../../elements/duration-text';
import { dragOut } from '../../state/drag';
import { useLibrary } from '../../state/library';
import { report } from '../../state/notices';
import { playQueue } from '../../state/player';
import type { OpenList } from '../../state/playlists';
import {
  closeList,
  deletePlaylist,
  saveOpen,
  startRenaming,
  usePlaylists,
} from '../../state/playlists';
import { BlendMenu } from './BlendMenu';
import { ExportMenu } from './ExportMenu';
import { openSimilarTo } from '../../state/similar';
import type { TrackRow } from '../../state/track-row';
import { PathLength } from './PathLength';
import { PlaylistName } from './PlaylistName';
import { PlaylistTable } from './PlaylistTable';
import { playableOf, rowOf } from './list-rows';
import './playlists.css';

/** The open list: a playlist, or songs that are not saved as one yet. */
export function PlaylistView(): JSX.Element | null {
  const open = usePlaylists((state) => state.open);
  if (open === null) {
    return null;
  }
  return (
    <section className="library" data-testid="playlist-view">
      <ListHead open={open} />
      <PlaylistTable open={open} />
    </section>
  );
}

function ListHead({ open }: { readonly open: OpenList }): JSX.Element {
  const { t } = useTranslation();
  const renaming = usePlaylists((state) => state.renaming === open.id && open.id !== null);
  const empty = open.trackIds.length === 0;
  return (
    <div className="list-head">
      <ListMusic size={20} aria-hidden="true" className="list-head__mark" />
      {renaming && open.id !== null ? (
        <PlaylistName key={open.id} id={open.id} name={open.name} />
      ) : (
        <h2 className="list-head__name" dir="auto" title={open.name}>
          {open.name}
        </h2>
      )}
      <Facts open={open} />
      <span className="list-head__space" />
      <Button
        small
        main={open.id !== null}
        disabled={empty}
        onClick={() => {
          playQueue(playableOf(open));
        }}
      >
        <Play size={15} />
        {t('playlists.play')}
      </Button>
      <IconButton
        label={t('playlists.drag-out')}
        disabled={empty}
        draggable={!empty}
        onDragStart={(event) => {
          event.preventDefault();
          dragOut(playableOf(open));
        }}
      >
        <Grip size={17} />
      </IconButton>
      <ExportMenu open={open} />
      <div className="list-head__own">
        {open.id === null ? (
          <Unsaved open={open} />
        ) : (
          <Saved id={open.id} name={open.name} empty={empty} />
        )}
      </div>
    </div>
  );
}

function Saved({
  id,
  name,
  empty,
}: {
  readonly id: string;
  readonly name: string;
  readonly empty: boolean;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <IconButton
        label={t('playlists.find-similar')}
        disabled={empty}
        onClick={() => {
          openSimilarTo({ kind: 'playlist', of: id }).catch(report);
        }}
      >
        <Sparkles size={17} />
      </IconButton>
      <BlendMenu id={id} name={name} />
      <IconButton
        label={t('playlists.rename')}
        onClick={() => {
          startRenaming(id);
        }}
      >
        <Pencil size={16} />
      </IconButton>
      <IconButton
        label={t('playlists.delete')}
        onClick={() => {
          deletePlaylist({ id, name }).catch(report);
        }}
      >
        <Trash2 size={16} />
      </IconButton>
    </>
  );
}

function Unsaved({ open }: { readonly open: OpenList }): JSX.Element {
  const { t } = useTranslation();
  const { another, path, over } = open;
  return (
    <>
      {path !== undefined && <PathLength path={path} />}
      {another !== undefined && (
        <IconButton
          label={t('lists.another')}
          onClick={() => {
            another().catch(report);
          }}
        >
          <Dices size={17} />
        </IconButton>
      )}
      {over !== undefined && (
        <IconButton
          label={t('lists.start-over')}
          onClick={() => {
            over().catch(report);
          }}
        >
          <RotateCcw size={16} />
        </IconButton>
      )}
      <Button
        small
        main
        disabled={open.trackIds.length === 0}
        onClick={() => {
          saveOpen().catch(report);
        }}
      >
        <Save size={15} />
        {t('playlists.save')}
      </Button>
      <IconButton label={t('playlists.discard')} onClick={closeList}>
        <X size={17} />
      </IconButton>
    </>
  );
}

const secondsOf = (row: TrackRow | undefined): number =>
  row === undefined || Number.isNaN(row.durationSeconds) ? 0 : row.durationSeconds;

/** How many songs, how long, how many of them without a file. */
function Facts({ open }: { readonly open: OpenList }): JSX.Element {
  const { t } = useTranslation();
  // The library's rows change in place; its version tells.
  useLibrary((state) => state.version);
  const rows = open.trackIds.map((id) => rowOf(open, id));
  const seconds = rows.reduce((sum, row) => sum + secondsOf(row), 0);
  const missing = rows.filter((row) => row?.state === 'missing').length;
  return (
    <span className="list-head__facts" data-testid="playlist-facts">
      {t('search.count', { count: rows.length })}
      {seconds > 0 && ` · ${durationText(seconds)}`}
      {missing > 0 && (
        <span className="list-head__missing"> · {t('playlists.missing', { count: missing })}</span>
      )}
    </span>
  );
}
