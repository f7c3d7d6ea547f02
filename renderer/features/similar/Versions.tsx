import { ChevronDown, ChevronRight, Unlink } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { IconButton } from '../../elements/Button';
import { report } from '../../state/notices';
import { keepApart, unfold } from '../../state/similar';
import { Neighbour } from './Neighbour';

/** The other versions of a song, folded until a person wants to see them; one that is none can be told apart for good. */
export function Versions({
  of,
  versions,
  unfolded,
  list,
  text,
  testId = 'similar-versions',
}: {
  readonly of: string;
  readonly versions: SimilarSong['versions'];
  readonly unfolded: boolean;
  readonly list: readonly string[];
  /** What is said of them, folded or not. */
  readonly text: string;
  readonly testId?: string;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <button
        type="button"
        className="similar__versions"
        data-testid={testId}
        aria-expanded={unfolded}
        onClick={() => {
          unfold([of, ...versions.map(({ id }) => id)], !unfolded).catch(report);
        }}
      >
        {unfolded ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
        {text}
      </button>
      {unfolded && (
        <ul className="similar__folded" aria-label={text}>
          {versions.map((version) => (
            <li key={version.id} className="similar__entry">
              <Neighbour song={version} list={list} />
              <IconButton
                label={t('similar.not-same')}
                className="similar__ask"
                onClick={() => {
                  keepApart(of, [version.id]).catch(report);
                }}
              >
                <Unlink size={15} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
