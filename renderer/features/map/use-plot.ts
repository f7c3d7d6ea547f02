import { useCallback, useState } from 'react';
import { report } from '../../state/notices';
import { clearPicked, pickPath, pickSet, togglePicked } from '../../state/map-selection';
import { play } from '../../state/player';
import { openSimilar } from '../../state/similar';
import { select } from '../../state/view';
import { listOrder } from './list-order';
import { countPicture, forgetLiveMap, useLiveMap } from './live-map';
import { lastCamera } from './map-history';
import type { Painter } from './painter';
import { Plot } from './plot';
import type { InputEvents, Trace } from './plot-input';
import { followPointer } from './plot-input';
import { followKeys } from './plot-keys';
import { openSongMenu } from './song-menu';
import { songsAlong } from './songs-along';
import { softwareCard } from './webgl-painter';

interface PlotState {
  readonly attach: (canvas: HTMLCanvasElement) => () => void;
  readonly kind: Painter['kind'];
  /** Why it is not drawn by the graphics card. */
  readonly reason: string | null;
  /** Why it cannot be drawn at all. */
  readonly failure: string | null;
}

/** With more points a processor that plays graphics card is slower by far than one that mixes pixels (`bench -- map`). */
const MOST_FOR_SOFTWARE = 20_000;

/**
 * Makes the plot of so many points when its canvas is there, with the graphics card if that works, and takes it away with the
 * canvas.
 */
export function usePlot(count: number): PlotState {
  const [slow] = useState(() => (count > MOST_FOR_SOFTWARE ? softwareCard() : null));
  const [kind, setKind] = useState<Painter['kind']>(slow === null ? 'webgl' : 'canvas');
  const [reason, setReason] = useState<string | null>(slow);
  const [failure, setFailure] = useState<string | null>(null);
  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      const withoutCard = (why: string): void => {
        setReason(why);
        setKind('canvas');
      };
      const stop = new AbortController();
      try {
        const plot = new Plot(canvas, kind, countPicture);
        plot.look(lastCamera());
        const releases = [
          followPointer(plot, pointerEvents(plot)),
          followKeys(plot),
          () => {
            plot.destroy();
          },
        ];
        canvas.addEventListener(
          'webglcontextlost',
          () => {
            withoutCard('WebGL was lost');
          },
          { signal: stop.signal },
        );
        useLiveMap.setState({ plot });
        return () => {
          stop.abort();
          forgetLiveMap();
          for (const release of releases) {
            release();
          }
        };
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        if (kind === 'webgl') {
          withoutCard(why);
        } else {
          setFailure(why);
        }
        return forgetLiveMap;
      }
    },
    [kind],
  );
  return { attach, kind, reason, failure };
}

function pointerEvents(plot: Plot): InputEvents {
  const idOf = (index: number): string => plot.ids[index] ?? '';
  return {
    tool: () => useLiveMap.getState().tool,
    accepts: plot.isShown,
    onHover: (hover) => {
      if (useLiveMap.getState().hover !== hover) {
        useLiveMap.setState({ hover, walked: null });
      }
    },
    onPick: (index, extend) => {
      pick(index === null ? null : idOf(index), extend);
    },
    onPlay: (index) => {
      play(idOf(index), listOrder());
    },
    onMenu: (index) => {
      openSongMenu(idOf(index));
    },
    onTrace: (trace) => {
      useLiveMap.setState({ trace });
    },
    onTraceEnd: (trace, extend) => {
      endTrace(plot, trace, extend);
    },
  };
}

function pick(id: string | null, extend: boolean): void {
  if (id === null) {
    clearPicked();
  } else if (extend) {
    togglePicked(id);
  } else {
    clearPicked();
    select(id);
    openSimilar(id).catch(report);
  }
  useLiveMap.setState({ trace: null });
}

function endTrace(plot: Plot, trace: Trace, extend: boolean): void {
  const ids = (indices: readonly number[]): string[] =>
    indices.map((index) => plot.ids[index] ?? '');
  if (trace.tool === 'lasso') {
    pickSet(ids(plot.index.inPolygon(trace.line, plot.isShown)), extend);
    useLiveMap.setState({ trace: null });
  } else {
    pickPath(ids(songsAlong(plot, trace.line)));
    // The path stays in sight while its songs are picked.
    useLiveMap.setState({ trace });
  }
}
