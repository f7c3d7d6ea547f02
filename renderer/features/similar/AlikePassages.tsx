import { Headphones, Sparkles, Square } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Response } from '../../../electron/shared/ipc/contract';
import { Button } from '../../elements/Button';
import { durationText } from '../../elements/duration-text';
import { useLibrary, useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { usePlayer } from '../../state/player';
import { useSettings } from '../../state/settings';
import { openSimilarTo } from '../../state/similar';
import { endAudition, takeAudition } from '../player/audition-turn';
import { Auditioner } from '../player/auditioner';
import { fadeSound, tellNotPlayable } from '../player/sound';

type Passages = NonNullable<Response<'similar:why'>['passages']>;

/** The stretches of two songs that are most alike: to be heard one after the other, and to go on from. */
export function AlikePassages({
  asked,
  found,
  passages,
}: {
  readonly asked: string;
  readonly found: string;
  readonly passages: Passages;
}): JSX.Element {
  const { t } = useTranslation();
  const home = useRef<HTMLDivElement>(null);
  // Only songs of the library can be heard: a file that was dropped for the question alone stays outside.
  const isInside = useTrack(asked) !== undefined;
  const [hearing, hear] = useHearing(home, [
    ...(isInside ? [{ id: asked, from: passages.asked.from }] : []),
    { id: found, from: passages.found.from },
  ]);
  const label = isInside ? 'similar.hear-both' : 'similar.hear-found';
  return (
    <div className="similar__alike" data-testid="similar-alike">
      <p>
        {t('similar.alike-at', {
          space: t(`space.${passages.space}`),
          asked: durationText(passages.asked.from),
          found: durationText(passages.found.from),
        })}
      </p>
      <Button small onClick={hear} data-hearing={hearing ?? ''}>
        {hearing === null ? <Headphones size={14} /> : <Square size={13} />}
        {t(hearing === null ? label : 'similar.hear-stop')}
      </Button>
      <Button
        small
        onClick={() => {
          openSimilarTo({ kind: 'passage', of: found, ...passages.found }).catch(report);
        }}
      >
        <Sparkles size={14} />
        {t('similar.like-passage')}
      </Button>
      <div ref={home} hidden>
        {['a', 'b'].map((voice) => (
          // Music has no captions.
          // eslint-disable-next-line jsx-a11y/media-has-caption
          <audio key={voice} crossOrigin="anonymous" preload="metadata" />
        ))}
      </div>
    </div>
  );
}

interface Stretch {
  readonly id: string;
  readonly from: number;
}

/**
 * Plays one stretch after the other, all equally loud, while what plays steps back.
 * @returns the song that is heard now, or null, and what begins or ends it.
 */
function useHearing(
  home: React.RefObject<HTMLDivElement | null>,
  stretches: readonly Stretch[],
): [string | null, () => void] {
  const auditioner = useRef<Auditioner | null>(null);
  const left = useRef<readonly Stretch[]>([]);
  const [hearing, setHearing] = useState<string | null>(null);
  const next = (): void => {
    const [stretch, ...others] = left.current;
    left.current = others;
    setHearing(stretch?.id ?? null);
    if (stretch === undefined) {
      if (endAudition(left)) {
        fadeSound(1);
      }
    } else {
      fadeSound(0);
      const { id, from } = stretch;
      auditioner.current?.play(id, {
        from,
        loudness: useLibrary.getState().tracks.get(id)?.loudness,
      });
    }
  };
  const stop = (): void => {
    left.current = [];
    auditioner.current?.stop();
  };
  useEnding(auditioner, left);
  const toggle = (): void => {
    if (hearing !== null) {
      stop();
      return;
    }
    try {
      auditioner.current ??= new Auditioner([...(home.current?.querySelectorAll('audio') ?? [])], {
        onSounding: (id) => {
          if (id === null) {
            next();
          }
        },
        onFailure: tellNotPlayable,
        volume: () => useSettings.getState().settings.volume,
      });
      takeAudition(left, stop);
      left.current = stretches;
      next();
    } catch (thrown) {
      report(thrown);
    }
  };
  return [hearing, toggle];
}

/** Ends what is heard when a song is played, which is then heard alone, and when this goes. */
function useEnding(
  auditioner: React.RefObject<Auditioner | null>,
  left: React.RefObject<readonly Stretch[]>,
): void {
  useEffect(() => {
    // A song that is played is heard alone.
    const unsubscribe = usePlayer.subscribe(({ picked }, before) => {
      if (picked !== before.picked) {
        left.current = [];
        auditioner.current?.stop();
      }
    });
    return () => {
      unsubscribe();
      left.current = [];
      if (auditioner.current !== null) {
        auditioner.current.stop();
        auditioner.current.close();
        auditioner.current = null;
      }
    };
  }, [auditioner, left]);
}
