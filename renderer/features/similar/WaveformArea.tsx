import type { JSX, PointerEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waveform } from '../../../electron/shared/ipc/library-contract';
import { currentOf, usePlayer } from '../../state/player';
import { useSoundTime } from '../player/sound';
import type { Passage } from './passage-marks';
import { markedBy } from './passage-marks';
import './passage-picker.css';

/** The waveform of a song and what is marked on it: by dragging across it, or by a click. */
export function WaveformArea({
  id,
  waveform: { durationSeconds, heights },
  passage,
  onDrag,
  onMarked,
}: {
  readonly id: string;
  readonly waveform: Waveform;
  readonly passage: Passage | null;
  /** Told what would be marked if the button were let go here; null when the drag was broken off. */
  readonly onDrag: (passage: Passage | null) => void;
  readonly onMarked: (passage: Passage) => void;
}): JSX.Element {
  const { t } = useTranslation();
  const [begun, setBegun] = useState<number | null>(null);
  const share = (seconds: number): string => `${String((100 * seconds) / durationSeconds)}%`;
  const secondsAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return (durationSeconds * (event.clientX - left)) / width;
  };
  return (
    <div
      className="passage-picker__area"
      title={t('similar.waveform')}
      onPointerDown={(event) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          setBegun(secondsAt(event));
        }
      }}
      onPointerMove={(event) => {
        if (begun !== null) {
          onDrag(markedBy(begun, secondsAt(event), durationSeconds));
        }
      }}
      onPointerUp={(event) => {
        if (begun !== null) {
          setBegun(null);
          onMarked(markedBy(begun, secondsAt(event), durationSeconds));
        }
      }}
      onPointerCancel={() => {
        setBegun(null);
        onDrag(null);
      }}
    >
      <Bars heights={heights} />
      {passage !== null && (
        <div
          className="passage-picker__marked"
          style={{ left: share(passage.from), width: share(passage.to - passage.from) }}
        />
      )}
      <Playhead id={id} share={share} />
    </div>
  );
}

/** One bar for each piece of the song that was looked at. */
function Bars({ heights }: Pick<Waveform, 'heights'>): JSX.Element {
  const path = heights
    .map((height, at) => {
      const half = Math.max(1, 50 * height);
      return `M${String(at + 0.5)} ${String(50 - half)}V${String(50 + half)}`;
    })
    .join('');
  return (
    <svg
      className="passage-picker__bars"
      viewBox={`0 0 ${String(heights.length)} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

/** Where the song is being played. */
function Playhead({
  id,
  share,
}: {
  readonly id: string;
  readonly share: (seconds: number) => string;
}): JSX.Element | null {
  const isPlayed = usePlayer((state) => currentOf(state) === id);
  const seconds = useSoundTime((state) => state.seconds);
  return isPlayed ? (
    <div className="passage-picker__playhead" style={{ left: share(seconds) }} />
  ) : null;
}
