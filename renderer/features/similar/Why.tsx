import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { MOST_ASKED } from '../../../electron/shared/ipc/similar-contract';
import { keysFit, keyText } from '../../../electron/shared/musical-key';
import type { Response } from '../../../electron/shared/ipc/contract';
import { useWordText } from '../../i18n/word-text';
import { fold } from '../../state/fold';
import { useTrack } from '../../state/library';
import { useOutside } from '../../state/outside';
import { useSettings } from '../../state/settings';
import { queryOf, useSimilar } from '../../state/similar';
import { questionFrom, useSimilarOptions } from '../../state/similar-options';
import { useAnswer } from '../../state/use-answer';
import { AlikePassages } from './AlikePassages';

/**
 * Why a song is in the list: its places space by space, and what it shares with the one of the songs asked about that it is most like: lists,
 * tags, what was heard in both, and the passages that are most alike.
 */
export function Why({
  song,
  asked,
}: {
  readonly song: Pick<SimilarSong, 'id' | 'places'>;
  readonly asked: readonly string[];
}): JSX.Element {
  const query = useSimilar(queryOf);
  const options = useSimilarOptions();
  const hubs = useSettings((state) => state.settings.hubCorrection);
  // Of one song there is nothing to choose, and nothing to ask anew with every step of a slider.
  const isOneOfMany = query !== null && asked.length > 1;
  const why = useAnswer('similar:why', {
    asked: asked.slice(0, MOST_ASKED),
    id: song.id,
    ...(isOneOfMany ? { ranking: questionFrom(options, query.kind, hubs).ranking } : {}),
  });
  return (
    <div className="similar__why" data-testid="similar-why">
      <ul>
        <Places places={song.places} listPlace={why?.listPlace ?? null} />
        {why !== undefined && (
          <>
            {asked.length > 1 && <Nearest id={why.nearest} />}
            <SharedTags found={song.id} asked={why.nearest} />
            <SharedLists playlists={why.playlists} />
            <SharedSound why={why} />
          </>
        )}
      </ul>
      {why !== undefined && <CommonWords tags={why.tags} />}
      {why?.passages && (
        <AlikePassages asked={why.nearest} found={song.id} passages={why.passages} />
      )}
    </div>
  );
}

/** Which of several songs the rest is about. */
function Nearest({ id }: { readonly id: string }): JSX.Element | null {
  const { t } = useTranslation();
  const track = useTrack(id);
  return track === undefined ? null : (
    <li dir="auto" data-testid="similar-nearest">
      {t('similar.nearest', { title: track.title })}
    </li>
  );
}

/** Where it stands in the list of each space. */
function Places({
  places,
  listPlace,
}: Pick<SimilarSong, 'places'> & Pick<Reasons, 'listPlace'>): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      {places.map(({ space, rank, cosine }) => (
        <li key={space}>
          {t(rank === null ? 'similar.place-behind' : 'similar.place', {
            space: t(`space.${space}`),
            rank: rank ?? 0,
            percent: Math.round(Math.max(0, cosine) * 100),
          })}
          {space === 'playlist' && listPlace !== null && (
            <> ({t(listPlace === 'lists' ? 'lists.from-lists' : 'lists.from-sound')})</>
          )}
        </li>
      ))}
    </>
  );
}

/** The playlists that both are in. */
function SharedLists({ playlists }: Pick<Reasons, 'playlists'>): JSX.Element | null {
  const { t } = useTranslation();
  return playlists.length === 0 ? null : (
    <li dir="auto">{t('lists.in-playlists', { names: playlists.join(', ') })}</li>
  );
}

function CommonWords({ tags }: Pick<Reasons, 'tags'>): JSX.Element {
  const { t } = useTranslation();
  const textOf = useWordText();
  return (
    <p>
      {tags.length === 0
        ? t('similar.no-common')
        : t('similar.common', { words: tags.map(({ tag }) => textOf(tag)).join(', ') })}
    </p>
  );
}

function SharedTags({
  found,
  asked,
}: {
  readonly found: string;
  readonly asked: string;
}): JSX.Element | null {
  const { t } = useTranslation();
  const own = useTrack(found);
  const inLibrary = useTrack(asked);
  const outside = useOutside(({ songs }) => songs.get(asked));
  const other = inLibrary ?? outside;
  if (own === undefined || other === undefined) {
    return null;
  }
  const [artist, album] = [fold(other.artist), fold(other.album)];
  const years = Math.abs(own.year - (inLibrary?.year ?? Number.NaN));
  return (
    <>
      {artist !== '' && own.keys.artist === artist && <li>{t('similar.same-artist')}</li>}
      {album !== '' && own.keys.album === album && <li>{t('similar.same-album')}</li>}
      {!Number.isNaN(years) && (
        <li>{years === 0 ? t('similar.same-year') : t('similar.years-apart', { count: years })}</li>
      )}
    </>
  );
}

type Reasons = Response<'similar:why'>;

/** Tempo and key of both, where both are known. */
function SharedSound({ why: { tempo, key } }: { readonly why: Reasons }): JSX.Element {
  const { t } = useTranslation();
  const keys = key.asked === null || key.found === null ? null : ([key.found, key.asked] as const);
  return (
    <>
      {tempo.asked !== null && tempo.found !== null && (
        <li>
          {t('similar.both-tempo', {
            found: Math.round(tempo.found),
            asked: Math.round(tempo.asked),
          })}
        </li>
      )}
      {keys !== null && (
        <li>
          {t(keysFit(...keys) ? 'similar.both-key-fits' : 'similar.both-key', {
            found: keyText(keys[0]),
            asked: keyText(keys[1]),
          })}
        </li>
      )}
    </>
  );
}
