import type { JSX } from 'react';
import { useCallback, useEffect, useRef } from 'react';
import type { MapColumns } from '../../../electron/shared/records';
import { report } from '../../state/notices';
import { usePlayer } from '../../state/player';
import { useSettings } from '../../state/settings';
import { endAudition, takeAudition } from '../player/audition-turn';
import { Auditioner } from '../player/auditioner';
import { fadeSound, tellNotPlayable } from '../player/sound';
import { typicalStart } from './typical-start';
import { useLiveMap } from './live-map';

/** The mouse rests this long on a song before it is heard. */
const REST_MS = 450;

/** Plays a song once the mouse has rested on it. @returns what calls that off. */
function whenRested(id: string, play: (from: number | undefined) => void): () => void {
  let isPointed = true;
  const timer = setTimeout(() => {
    void typicalStart(id).then((from) => {
      if (isPointed) {
        play(from);
      }
    });
  }, REST_MS);
  return () => {
    isPointed = false;
    clearTimeout(timer);
  };
}

/** Lets one hear the songs that are pointed at, or walked to by keyboard. */
export function Audition({ layout }: { readonly layout: MapColumns }): JSX.Element {
  const on = useSettings((state) => state.settings.audition);
  const auditioner = useRef<Auditioner | null>(null);
  const attach = useCallback((home: HTMLDivElement) => {
    try {
      auditioner.current = new Auditioner([...home.querySelectorAll('audio')], {
        onSounding: (id) => {
          useLiveMap.setState({ sounding: id });
          // What plays steps back for it.
          if (id !== null) {
            fadeSound(0);
          } else if (endAudition(auditioner)) {
            fadeSound(1);
          }
        },
        onFailure: tellNotPlayable,
        volume: () => useSettings.getState().settings.volume,
      });
    } catch (thrown) {
      report(thrown);
    }
    return () => {
      auditioner.current?.stop();
      auditioner.current?.close();
      auditioner.current = null;
    };
  }, []);
  const hover = useLiveMap((state) => state.hover);
  const walked = useLiveMap((state) => state.walked);
  const pointed = hover ?? walked;
  const id = on && pointed !== null ? (layout.id[pointed] ?? null) : null;
  useEffect(() => {
    if (id === null) {
      auditioner.current?.stop();
      return;
    }
    return whenRested(id, (from) => {
      takeAudition(auditioner, () => auditioner.current?.stop());
      auditioner.current?.play(id, { from });
    });
  }, [id]);
  useEffect(
    () =>
      // A song that is played is heard from its beginning, and alone.
      usePlayer.subscribe(({ picked }, before) => {
        if (picked !== before.picked) {
          auditioner.current?.stop();
        }
      }),
    [],
  );
  return (
    <div ref={attach} hidden data-testid="map-audition">
      {['a', 'b'].map((voice) => (
        // Music has no captions.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <audio key={voice} crossOrigin="anonymous" preload="metadata" />
      ))}
    </div>
  );
}
