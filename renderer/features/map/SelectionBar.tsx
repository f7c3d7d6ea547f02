import { ListEnd, ListStart, Play, Sparkles, X } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_ASKED } from '../../../electron/shared/ipc/similar-contract';
import { Button, IconButton } from '../../elements/Button';
import { clearPicked, useMapSelection } from '../../state/map-selection';
import { report } from '../../state/notices';
import { enqueue, playQueue, playNext } from '../../state/player';
import { openSimilarTo } from '../../state/similar';
import { useLiveMap } from './live-map';
import { MakePlaylist } from './MakePlaylist';

/** What can be done with the songs that are picked. */
export function SelectionBar(): JSX.Element | null {
  const { t } = useTranslation();
  const { ids, kind } = useMapSelection();
  if (ids.length === 0) {
    return null;
  }
  return (
    <div
      className="map__picked"
      role="toolbar"
      aria-label={t('map.picked')}
      data-testid="map-picked"
    >
      <span role="status" className="map__picked-count">
        {t(kind === 'path' ? 'map.path-count' : 'map.picked-count', { count: ids.length })}
      </span>
      <Listen ids={ids} />
      <MakePlaylist key={kind} ids={ids} kind={kind} />
      <Button
        small
        onClick={() => {
          openSimilarTo({ kind: 'songs', ids: ids.slice(0, MOST_ASKED) }).catch(report);
        }}
      >
        <Sparkles size={14} aria-hidden="true" />
        {t('map.similar-to-all')}
      </Button>
      <IconButton
        label={t('map.clear-picked')}
        onClick={() => {
          clearPicked();
          useLiveMap.setState({ trace: null });
        }}
      >
        <X size={16} />
      </IconButton>
    </div>
  );
}

/** Now, next, or later. */
function Listen({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <Button
        small
        main
        onClick={() => {
          playQueue(ids);
        }}
      >
        <Play size={14} aria-hidden="true" />
        {t('track.play')}
      </Button>
      <Button
        small
        onClick={() => {
          playNext(ids);
        }}
      >
        <ListStart size={14} aria-hidden="true" />
        {t('map.play-next')}
      </Button>
      <Button
        small
        onClick={() => {
          enqueue(ids);
        }}
      >
        <ListEnd size={14} aria-hidden="true" />
        {t('map.add-to-queue')}
      </Button>
    </>
  );
}
