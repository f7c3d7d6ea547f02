import { useVirtualizer } from '@tanstack/react-virtual';
import type { DragEvent, JSX, KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { draggedOver, endDrag } from '../../state/drag';
import { useLibrary } from '../../state/library';
import { moveEntries } from '../../state/list-order';
import { report } from '../../state/notices';
import { currentOf, usePlayer } from '../../state/player';
import type { OpenList } from '../../state/playlists';
import { addToOpen, arrange, usePlaylists } from '../../state/playlists';
import { handleListKey } from './list-keys';
import { entryElementId, PlaylistRow } from './PlaylistRow';
import { rowOf } from './list-rows';
import '../library/library.css';
import './playlists.css';

/** As library.css has it. */
const ROW_HEIGHT = 32;
const ROWS_BEYOND = 16;

/** The songs of the open list in their order, which a person changes by mouse and keyboard. */
export function PlaylistTable({ open }: { readonly open: OpenList }): JSX.Element {
  const { t } = useTranslation();
  useLibrary((state) => state.version);
  const lead = usePlaylists((state) => state.lead);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const count = open.trackIds.length;
  // The compiler must not cache what this hook returns: it changes in place while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
  });
  const drop = useListDrop(count, () => body.current?.getBoundingClientRect().top ?? 0);
  useEffect(() => {
    if (lead >= 0) {
      virtual.scrollToIndex(lead);
    }
  }, [lead, virtual]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 2);
    handleListKey(event, open, page);
  };
  return (
    <div
      ref={scroller}
      className="table"
      role="grid"
      tabIndex={0}
      data-testid="playlist-table"
      aria-label={open.name}
      aria-rowcount={count}
      aria-multiselectable
      aria-activedescendant={lead < 0 ? undefined : entryElementId(lead)}
      onKeyDown={onKeyDown}
      {...drop.on}
    >
      <div
        ref={body}
        className="table__body"
        role="rowgroup"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Entry key={index} open={open} at={index} top={start} />
        ))}
        {drop.at !== null && (
          <div className="table__drop" style={{ top: drop.at * ROW_HEIGHT }} aria-hidden="true" />
        )}
      </div>
      {count === 0 && <p className="playlists__empty">{t('playlists.empty')}</p>}
    </div>
  );
}

function Entry({
  open,
  at,
  top,
}: {
  readonly open: OpenList;
  readonly at: number;
  readonly top: number;
}): JSX.Element | null {
  const selected = usePlaylists((state) => state.marked.has(at));
  const current = usePlayer(currentOf);
  const row = rowOf(open, open.trackIds[at] ?? '');
  return row === undefined ? null : (
    <PlaylistRow row={row} at={at} top={top} selected={selected} playing={row.id === current} />
  );
}

interface ListDrop {
  /** The position before which songs would go. */
  readonly at: number | null;
  readonly on: Readonly<
    Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>
  >;
}

/** Songs dropped between the rows: moved when they come from this list, else put in. */
function useListDrop(count: number, bodyTop: () => number): ListDrop {
  const [at, setAt] = useState<number | null>(null);
  const placeOf = (event: DragEvent): number =>
    Math.min(count, Math.max(0, Math.round((event.clientY - bodyTop()) / ROW_HEIGHT)));
  return {
    at,
    on: {
      onDragOver: (event) => {
        const dragged = draggedOver(event);
        if (dragged !== null) {
          event.preventDefault();
          event.dataTransfer.dropEffect = dragged.fromOpenList ? 'move' : 'copy';
          setAt(placeOf(event));
        }
      },
      onDragLeave: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
          setAt(null);
        }
      },
      onDrop: (event) => {
        setAt(null);
        const dragged = draggedOver(event);
        if (dragged !== null) {
          event.preventDefault();
          endDrag();
          (dragged.fromOpenList
            ? moveTo(placeOf(event))
            : addToOpen(dragged.ids, placeOf(event))
          ).catch(report);
        }
      },
    },
  };
}

function moveTo(to: number): Promise<void> {
  const { open, marked } = usePlaylists.getState();
  if (open === null) {
    return Promise.resolve();
  }
  const moved = moveEntries({ ids: open.trackIds, marked }, to);
  return arrange(moved, [...moved.marked][0] ?? -1);
}
