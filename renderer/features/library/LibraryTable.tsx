import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { JSX, KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sortBy, useLibrary } from '../../state/library';
import type { Column } from '../../state/order';
import { COLUMNS } from '../../state/order';
import { currentOf, play, usePlayer } from '../../state/player';
import type { TrackRow } from '../../state/track-row';
import { chosenWith, pick } from '../../state/selection';
import { mark, useView } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';
import { LibraryRow, rowElementId, visibleIds } from './LibraryRow';
import { RowElements } from './row-elements';
import { targetOf } from './table-keys';
import './library.css';

/** As library.css has it. */
const ROW_HEIGHT = 32;
const ROWS_BEYOND = 8;

const idsOf = (rows: readonly TrackRow[]): string[] => rows.map((row) => row.id);

/** The songs as a grid of which only the rows in sight exist. One place in the tab order; arrows move the selection. */
export function LibraryTable(): JSX.Element {
  const { t } = useTranslation();
  const rows = useLibrary((state) => state.visible);
  const selected = useView((state) => state.selected);
  const marked = useView((state) => state.marked);
  const playing = usePlayer(currentOf);
  const scroller = useRef<HTMLDivElement>(null);
  // The compiler must not cache what this hook returns: it changes in place while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
  });
  useEffect(() => {
    // A song that was picked elsewhere (on the map, in the list) comes into sight.
    const { visible } = useLibrary.getState();
    const at = visible.findIndex((row) => row.id === selected);
    if (at >= 0) {
      virtual.scrollToIndex(at);
    }
  }, [selected, virtual]);

  const [elements] = useState(() => new RowElements());
  const inSight = virtual.getVirtualItems().flatMap(({ index, start }) => {
    const row = rows[index];
    return row === undefined ? [] : { row, index, start };
  });
  const keys = elements.keysFor(inSight.map(({ row }) => row.id));

  const onKeyDown = (event: KeyboardEvent): void => {
    handleKey(event, rows, (index) => {
      virtual.scrollToIndex(index);
    });
  };
  return (
    <div
      ref={scroller}
      className="table"
      role="grid"
      tabIndex={0}
      data-testid="library-table"
      aria-label={t('table.label')}
      aria-rowcount={rows.length + 1}
      aria-multiselectable
      aria-activedescendant={selected === null ? undefined : rowElementId(selected)}
      onKeyDown={onKeyDown}
    >
      <TableHead />
      <div className="table__body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {inSight.map(({ row, index, start }, at) => (
          <LibraryRow
            key={keys[at]}
            row={row}
            index={index}
            top={start}
            selected={marked.has(row.id)}
            playing={row.id === playing}
          />
        ))}
      </div>
    </div>
  );
}

function handleKey(
  event: KeyboardEvent,
  rows: readonly TrackRow[],
  show: (index: number) => void,
): void {
  const { selected } = useView.getState();
  if (actOnSelected(event, selected, rows)) {
    event.preventDefault();
    return;
  }
  const at = rows.findIndex((row) => row.id === selected);
  const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 2);
  const target = targetOf(event.key, at, rows.length, page);
  const row = target === undefined ? undefined : rows[target];
  if (target !== undefined && row !== undefined) {
    event.preventDefault();
    pick(row.id, visibleIds, { shiftKey: event.shiftKey, ctrlKey: false, metaKey: false });
    show(target);
  }
}

/** Keys that do something with what is selected, or select everything. @returns whether this was one. */
function actOnSelected(
  event: KeyboardEvent,
  selected: string | null,
  rows: readonly TrackRow[],
): boolean {
  const list = idsOf(rows);
  if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
    const lead = selected ?? list[0];
    if (lead !== undefined) {
      mark(list, lead);
    }
    return true;
  }
  const opensMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
  if (selected === null || (event.key !== 'Enter' && !opensMenu)) {
    return opensMenu;
  }
  if (opensMenu) {
    void openTrackMenu(selected, list, { chosen: chosenWith(selected, list) });
  } else {
    play(selected, list);
  }
  return true;
}

function TableHead(): JSX.Element {
  const { t } = useTranslation();
  const sort = useLibrary((state) => state.sort);
  const label = (column: Column): string => t(`column.${column}`);
  return (
    <div className="table__head" role="rowgroup">
      <div className="table__row table__row--head" role="row" aria-rowindex={1}>
        <span className="table__mark" role="presentation" />
        {COLUMNS.map((column) => {
          const sorted = sort.column === column;
          const Arrow = sort.descending ? ArrowDown : ArrowUp;
          return (
            <div
              key={column}
              role="columnheader"
              className={`table__cell table__cell--${column}`}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                className="table__sort"
                tabIndex={-1}
                onClick={() => {
                  sortBy(column);
                }}
              >
                {label(column)}
                {sorted && <Arrow size={13} aria-hidden="true" />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
