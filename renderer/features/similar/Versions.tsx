import { ChevronDown, ChevronRight, Unlink } from 'lucide-react';
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { IconButton } from '../../elements/Button';
import { report } from '../../state/notices';
import { keepApart, unfold } from '../../state/similar';
import { Neighbour } from './Neighbour';
import { Why } from './Why';
import { WhyButton } from './WhyButton';

/** The other versions of a song, folded until a person wants to see them; one that is none can be told apart for good. */
export function Versions({
  of,
  versions,
  unfolded,
  asked,
  list,
  text,
  testId = 'similar-versions',
}: {
  readonly of: string;
  readonly versions: SimilarSong['versions'];
  readonly unfolded: boolean;
  readonly asked: readonly string[];
  readonly list: readonly string[];
  /** What is said of them, folded or not. */
  readonly text: string;
  readonly testId?: string;
}): JSX.Element {
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
            <Version key={version.id} of={of} version={version} asked={asked} list={list} />
          ))}
        </ul>
      )}
    </>
  );
}

function Version({
  of,
  version,
  asked,
  list,
}: {
  readonly of: string;
  readonly version: SimilarSong['versions'][number];
  readonly asked: readonly string[];
  readonly list: readonly string[];
}): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="similar__entry">
        <Neighbour song={version} list={list} />
        <span className="similar__acts">
          <WhyButton open={open} onOpen={setOpen} />
          <IconButton
            label={t('similar.not-same')}
            className="similar__ask"
            onClick={() => {
              keepApart(of, [version.id]).catch(report);
            }}
          >
            <Unlink size={15} />
          </IconButton>
        </span>
      </div>
      {open && <Why song={version} asked={asked} />}
    </li>
  );
}
