import type { JSX } from 'react';
import { memo } from 'react';
import { endDrag, startDrag } from '../../state/drag';
import { playQueue } from '../../state/player';
import { markAt, markedIds, usePlaylists } from '../../state/playlists';
import type { TrackRow } from '../../state/track-row';
import { SongCells } from '../library/LibraryRow';
import { openTrackMenu } from '../tracks/track-menu';
import { playableFrom } from './list-rows';

/** The id of an entry's element, for aria-activedescendant; a song may stand in a list more than once. */
export const entryElementId = (at: number): string => `entry-${String(at)}`;

interface PlaylistRowProps {
  readonly row: TrackRow;
  readonly at: number;
  /** Pixels from the top of the table's body. */
  readonly top: number;
  readonly selected: boolean;
  readonly playing: boolean;
}

/** Plays the list from a position on; songs without a file are passed over. */
export function playFrom(at: number): void {
  const { open } = usePlaylists.getState();
  if (open !== null) {
    const { ids, start } = playableFrom(open, at);
    playQueue(ids, start);
  }
}

/** Opens the menu for the entry at a position, and for those that are selected with it. */
export function openEntryMenu(id: string, at: number): void {
  const { open, marked } = usePlaylists.getState();
  if (!marked.has(at)) {
    markAt(at, { shiftKey: false, ctrlKey: false, metaKey: false });
  }
  void openTrackMenu(id, open?.trackIds ?? [], { chosen: markedIds(), inOpenList: true });
}

export const PlaylistRow = memo(function PlaylistRow({
  row,
  at,
  top,
  selected,
  playing,
}: PlaylistRowProps): JSX.Element {
  const classes = [
    'table__row',
    selected ? 'table__row--selected' : '',
    playing ? 'table__row--playing' : '',
    row.state === 'missing' ? 'table__row--missing' : '',
  ];
  return (
    // The keyboard reaches rows through the grid, which has the focus (aria-activedescendant).
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={entryElementId(at)}
      role="row"
      className={classes.filter(Boolean).join(' ')}
      data-testid="playlist-row"
      data-track-id={row.id}
      aria-rowindex={at + 1}
      aria-selected={selected}
      style={{ transform: `translateY(${String(top)}px)` }}
      draggable
      onDragStart={(event) => {
        if (!selected) {
          markAt(at, { shiftKey: false, ctrlKey: false, metaKey: false });
        }
        startDrag(event, { ids: markedIds(), fromOpenList: true });
      }}
      onDragEnd={endDrag}
      onClick={(event) => {
        markAt(at, event);
      }}
      onDoubleClick={() => {
        playFrom(at);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        openEntryMenu(row.id, at);
      }}
    >
      <SongCells row={row} playing={playing} />
    </div>
  );
});
