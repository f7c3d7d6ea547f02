import { CircleDashed, FileX, Sparkles, TriangleAlert, Volume2 } from 'lucide-react';
import type { JSX } from 'react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyText } from '../../../electron/shared/musical-key';
import { dayText } from '../../elements/day-text';
import { durationText } from '../../elements/duration-text';
import { useLibrary } from '../../state/library';
import { report } from '../../state/notices';
import { endDrag, startDrag } from '../../state/drag';
import { play } from '../../state/player';
import { chosenWith, pick } from '../../state/selection';
import { openSimilar } from '../../state/similar';
import type { TrackRow } from '../../state/track-row';
import { select } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';

interface LibraryRowProps {
  readonly row: TrackRow;
  readonly index: number;
  /** Pixels from the top of the table's body. */
  readonly top: number;
  readonly selected: boolean;
  readonly playing: boolean;
}

/** The id of a row's element, for aria-activedescendant. */
export const rowElementId = (id: string): string => `row-${id}`;

/** The songs of the table, as it is sorted and filtered now. */
export const visibleIds = (): string[] => useLibrary.getState().visible.map((row) => row.id);

/** Those of them that can be played. */
const list = (): string[] =>
  useLibrary
    .getState()
    .visible.filter((row) => row.state !== 'missing')
    .map((row) => row.id);

export const LibraryRow = memo(function LibraryRow({
  row,
  index,
  top,
  selected,
  playing,
}: LibraryRowProps): JSX.Element {
  const { id } = row;
  const [hasMouse, setHasMouse] = useState(false);
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
      id={rowElementId(id)}
      role="row"
      className={classes.filter(Boolean).join(' ')}
      data-testid="track-row"
      data-track-id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${String(top)}px)` }}
      draggable
      onMouseEnter={() => {
        setHasMouse(true);
      }}
      onMouseLeave={() => {
        setHasMouse(false);
      }}
      onDragStart={(event) => {
        startDrag(event, { ids: chosenWith(id, visibleIds()), fromOpenList: false });
      }}
      onDragEnd={endDrag}
      onClick={(event) => {
        pick(id, visibleIds, event);
      }}
      onDoubleClick={() => {
        play(id, list());
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, list(), { chosen: chosenWith(id, visibleIds()) });
      }}
    >
      <SongCells row={row} playing={playing} />
      {hasMouse && <FindButton id={id} />}
    </div>
  );
});

/** What a table's row says of a song. */
export function SongCells({ row, playing }: Pick<LibraryRowProps, 'row' | 'playing'>): JSX.Element {
  const { i18n } = useTranslation();
  const { title, artist, album, genre, year, durationSeconds, tempo, key, plays, lastPlayed } = row;
  return (
    <>
      <span className="table__mark" role="gridcell">
        <Mark row={row} playing={playing} />
      </span>
      <Cell name="title" text={title} />
      <Cell name="artist" text={artist} />
      <Cell name="album" text={album} />
      <Cell name="genre" text={genre} />
      <Cell name="year" text={Number.isNaN(year) ? '' : String(year)} />
      <Cell name="duration" text={durationText(durationSeconds)} />
      <Cell name="tempo" text={Number.isNaN(tempo) ? '' : String(Math.round(tempo))} />
      <Cell name="key" text={key < 0 ? '' : keyText(key)} />
      <Cell name="plays" text={plays === 0 ? '' : String(plays)} />
      <Cell name="lastPlayed" text={dayText(lastPlayed, i18n.language)} />
    </>
  );
}

/** Only where the mouse is, as one in each row is a quarter of the work of making rows: the way in for people who never right-click. */
function FindButton({ id }: { readonly id: string }): JSX.Element {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="table__find"
      tabIndex={-1}
      title={t('track.find-similar')}
      aria-label={t('track.find-similar')}
      onClick={(event) => {
        event.stopPropagation();
        select(id);
        openSimilar(id).catch(report);
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
      }}
    >
      <Sparkles size={15} />
    </button>
  );
}

function Cell({ name, text }: { readonly name: string; readonly text: string }): JSX.Element {
  return (
    <span role="gridcell" className={`table__cell table__cell--${name}`} title={text} dir="auto">
      {text}
    </span>
  );
}

/** What is to be said of the song at a glance: it plays, waits to be listened to, or could not be. */
function Mark({
  row: { state },
  playing,
}: {
  readonly row: TrackRow;
  readonly playing: boolean;
}): JSX.Element | null {
  const { t } = useTranslation();
  if (playing) {
    return <Volume2 size={15} className="table__playing" aria-label={t('table.playing')} />;
  }
  switch (state) {
    case 'pending':
      return <CircleDashed size={13} aria-label={t('table.pending')} />;
    case 'failed':
      return <TriangleAlert size={14} className="table__failed" aria-label={t('table.failed')} />;
    case 'missing':
      return <FileX size={14} aria-label={t('table.missing')} />;
    case 'analysed':
      return null;
  }
}
