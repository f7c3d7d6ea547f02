import type { JSX } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import type { Response } from '../../../electron/shared/ipc/contract';
import { invoke } from '../../api/api';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import type { TrackRow } from '../../state/track-row';

/** More than this is no help to see why. */
const MOST_ASKED = 16;

/** Why a song is in the list: its places space by space, what was heard in both, and what their tags share. */
export function Why({
  song,
  asked,
}: {
  readonly song: SimilarSong;
  readonly asked: readonly string[];
}): JSX.Element {
  const { t } = useTranslation();
  const common = useCommonWords(asked, song.id);
  const own = useTrack(song.id);
  const other = useTrack(asked[0] ?? null);
  return (
    <div className="similar__why" data-testid="similar-why">
      <ul>
        {song.places.map(({ space, rank, cosine }) => (
          <li key={space}>
            {t(rank === null ? 'similar.place-behind' : 'similar.place', {
              space: t(`space.${space}`),
              rank: rank ?? 0,
              percent: Math.round(Math.max(0, cosine) * 100),
            })}
          </li>
        ))}
        {asked.length === 1 && own !== undefined && other !== undefined && (
          <SharedTags own={own} other={other} />
        )}
      </ul>
      {common !== null && (
        <p>
          {common.length === 0
            ? t('similar.no-common')
            : t('similar.common', { words: common.map(({ tag }) => tag).join(', ') })}
        </p>
      )}
    </div>
  );
}

function SharedTags({
  own,
  other,
}: {
  readonly own: TrackRow;
  readonly other: TrackRow;
}): JSX.Element {
  const { t } = useTranslation();
  const years = Math.abs(own.year - other.year);
  return (
    <>
      {own.keys.artist !== '' && own.keys.artist === other.keys.artist && (
        <li>{t('similar.same-artist')}</li>
      )}
      {own.keys.album !== '' && own.keys.album === other.keys.album && (
        <li>{t('similar.same-album')}</li>
      )}
      {!Number.isNaN(years) && (
        <li>{years === 0 ? t('similar.same-year') : t('similar.years-apart', { count: years })}</li>
      )}
    </>
  );
}

type Words = Response<'similar:why'>['tags'];

/** Words heard in all of the songs; `null` until they are known. */
function useCommonWords(asked: readonly string[], id: string): Words | null {
  const [words, setWords] = useState<Words | null>(null);
  const key = asked.slice(0, MOST_ASKED).join(' ');
  useEffect(() => {
    let isShown = true;
    invoke('similar:why', { asked: key.split(' '), id })
      .then(({ tags }) => {
        if (isShown) {
          setWords(tags);
        }
      })
      .catch(report);
    return () => {
      isShown = false;
    };
  }, [key, id]);
  return words;
}
