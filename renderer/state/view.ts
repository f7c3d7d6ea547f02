import { create } from 'zustand';

interface ViewState {
  readonly tab: 'library' | 'map';
  readonly dialog: 'settings' | 'problems' | null;
  /** The selected song, in the table and on the map alike. */
  readonly selected: string | null;
  /** A song the map is to bring into sight; a new object for every wish. */
  readonly shown: { readonly id: string } | null;
}

export const useView = create<ViewState>(() => ({
  tab: 'library',
  dialog: null,
  selected: null,
  shown: null,
}));

export const showTab = (tab: ViewState['tab']): void => {
  useView.setState({ tab });
};

export const openDialog = (dialog: ViewState['dialog']): void => {
  useView.setState({ dialog });
};

export const select = (selected: string | null): void => {
  useView.setState({ selected });
};

/** Opens the map with this song in the middle. */
export const showOnMap = (id: string): void => {
  useView.setState({ tab: 'map', selected: id, shown: { id } });
};
