import { useEffect } from 'react';
import { chooseSpace, useMap } from '../../state/map';
import { useMapSelection } from '../../state/map-selection';
import { select, useView } from '../../state/view';
import { useLiveMap, whenViewRests } from './live-map';
import { remember, stepHistory } from './map-history';

/** A view that stays this long is one to come back to. */
const SETTLED_MS = 350;

/** Keeps where the map was looked at and what was picked, and goes back and forward by Alt and the arrows. */
export function useHistory(): void {
  const plot = useLiveMap((state) => state.plot);
  const selected = useView((state) => state.selected);
  const picked = useMapSelection();
  useEffect(() => {
    if (plot === null) {
      return;
    }
    return whenViewRests(SETTLED_MS, () => {
      if (plot.isMoving) {
        // The picture it is moving to begins the wait anew.
        return;
      }
      const { ids, kind } = useMapSelection.getState();
      remember({
        space: useMap.getState().space,
        camera: plot.camera,
        selected: useView.getState().selected,
        picked: ids,
        kind,
      });
    });
  }, [plot, selected, picked]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      const types = event.target instanceof Element && event.target.closest('input') !== null;
      if (event.altKey && by !== 0 && !types) {
        event.preventDefault();
        travel(by);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

/** Goes to the moment before or after. */
export function travel(by: 1 | -1): void {
  const moment = stepHistory(by);
  if (moment !== null) {
    if (moment.space !== useMap.getState().space) {
      void chooseSpace(moment.space);
    }
    select(moment.selected);
    useMapSelection.setState({ ids: moment.picked, kind: moment.kind });
    useLiveMap.setState({ trace: null });
    useLiveMap.getState().plot?.fly(moment.camera);
  }
}
