import { create } from 'zustand';

interface ViewState {
  readonly tab: 'library' | 'map' | 'playlist' | 'duplicates';
  readonly dialog: 'settings' | 'problems' | null;
  /** The selected song, in the table and on the map alike. */
  readonly selected: string | null;
  /** All selected songs, `selected` among them; more than one in the table only. */
  readonly marked: ReadonlySet<string>;
  /** Where a stretch of songs begins that is selected with Shift. */
  readonly anchor: string | null;
  /** A song the map is to bring into sight; a new object for every wish. */
  readonly shown: { readonly id: string } | null;
}

export const useView = create<ViewState>(() => ({
  tab: 'library',
  dialog: null,
  selected: null,
  marked: new Set(),
  anchor: null,
  shown: null,
}));

export const showTab = (tab: ViewState['tab']): void => {
  useView.setState({ tab });
};

export const openDialog = (dialog: ViewState['dialog']): void => {
  useView.setState({ dialog });
};

export const select = (selected: string | null): void => {
  const marked = new Set(selected === null ? [] : [selected]);
  useView.setState({ selected, marked, anchor: selected });
};

/** Adds a song to the selected ones, or takes it out. */
export const toggleMarked = (id: string): void => {
  const marked = new Set(useView.getState().marked);
  if (!marked.delete(id)) {
    marked.add(id);
  }
  useView.setState({ selected: id, marked, anchor: id });
};

/** Selects a stretch of songs; `selected` becomes the one that the next stretch ends at. */
export const mark = (ids: readonly string[], selected: string): void => {
  useView.setState({ selected, marked: new Set([...ids, selected]) });
};

/** Opens the map with this song in the middle. */
export const showOnMap = (id: string): void => {
  select(id);
  useView.setState({ tab: 'map', shown: { id } });
};
