import type { JSX } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { Cover } from '../../elements/Cover';
import { endDrag, startDrag } from '../../state/drag';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { openSimilar, queryOf, useSimilar } from '../../state/similar';
import { onlySongOf } from '../../state/similar-feedback';
import { select } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';

/** A second click within this time makes a double-click, which plays and does not walk on. */
const DOUBLE_CLICK_MS = 250;

/** A song as it stands in the list: a click walks on from it, a double-click plays it. */
export function Neighbour({
  song: { id, score },
  list,
}: {
  readonly song: Pick<SimilarSong, 'id' | 'score'>;
  readonly list: readonly string[];
}): JSX.Element | null {
  const { t } = useTranslation();
  const track = useTrack(id);
  const clicks = useSingleClick();
  if (track === undefined) {
    return null;
  }
  const walkOn = (): void => {
    select(id);
    openSimilar(id).catch(report);
  };
  return (
    <button
      type="button"
      className="similar__item"
      data-testid="similar-item"
      data-track-id={id}
      draggable
      onDragStart={(event) => {
        startDrag(event, { ids: [id], fromOpenList: false });
      }}
      onDragEnd={endDrag}
      onClick={(event) => {
        clicks(event.detail, walkOn);
      }}
      onDoubleClick={() => {
        select(id);
        play(id, list);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, list, { similarTo: onlySongOf(queryOf(useSimilar.getState())) });
      }}
    >
      <Cover id={id} hasCover={track.hasCover} size={40} />
      <span className="similar__names">
        <span className="similar__title similar__line" dir="auto">
          {track.title}
        </span>
        <span className="similar__artist similar__line" dir="auto">
          {track.artist || t('track.unknown-artist')}
        </span>
        <Score score={score} />
      </span>
    </button>
  );
}

/** Acts on clicks that are no part of a double-click; `detail` as the click event has it, 0 from the keyboard. */
function useSingleClick(): (detail: number, act: () => void) => void {
  const timer = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );
  return (detail, act) => {
    window.clearTimeout(timer.current);
    if (detail === 0) {
      act();
    } else if (detail === 1) {
      timer.current = window.setTimeout(act, DOUBLE_CLICK_MS);
    }
  };
}

/** Cosine similarity as a bar: nothing below 0 is worth showing. */
function Score({ score }: { readonly score: number }): JSX.Element {
  const { t } = useTranslation();
  const shown = Math.max(0, score);
  const percent = `${String(Math.round(shown * 100))}%`;
  return (
    <span className="similar__score">
      <span
        role="meter"
        className="similar__meter"
        aria-label={t('similar.score')}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={shown}
        aria-valuetext={percent}
      >
        <span className="similar__filled" style={{ width: percent }} />
      </span>
      <span className="similar__number">{percent}</span>
    </span>
  );
}
