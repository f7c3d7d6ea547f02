import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { queryOf, useSimilar } from '../../state/similar';
import { onlySongOf } from '../../state/similar-feedback';
import { FeedbackButtons } from './FeedbackButtons';
import { Neighbour } from './Neighbour';
import { Versions } from './Versions';
import { Why } from './Why';
import { WhyButton } from './WhyButton';

/** A song of the list with its other versions; it says why it is there. */
export function SimilarItem({
  song,
  asked,
  list,
}: {
  readonly song: SimilarSong;
  readonly asked: readonly string[];
  readonly list: readonly string[];
}): JSX.Element | null {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const query = useSimilar((state) => onlySongOf(queryOf(state)));
  return (
    <li>
      <div className="similar__entry">
        <Neighbour song={song} list={list} />
        <span className="similar__acts">
          {query !== null && <FeedbackButtons query={query} id={song.id} />}
          <WhyButton open={open} onOpen={setOpen} />
        </span>
      </div>
      {song.versions.length > 0 && (
        <Versions
          of={song.id}
          versions={song.versions}
          unfolded={song.unfolded}
          asked={asked}
          list={list}
          text={t('similar.versions', { count: song.versions.length + 1 })}
        />
      )}
      {open && <Why song={song} asked={asked} />}
    </li>
  );
}
