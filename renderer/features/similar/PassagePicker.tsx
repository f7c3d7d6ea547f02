import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waveform } from '../../../electron/shared/ipc/library-contract';
import { Button } from '../../elements/Button';
import { durationText } from '../../elements/duration-text';
import { report } from '../../state/notices';
import { openSimilar, openSimilarTo } from '../../state/similar';
import { useAnswer } from '../../state/use-answer';
import { WaveformArea } from './WaveformArea';
import type { Passage } from './passage-marks';
import { markedBy, movedEnd } from './passage-marks';
import './passage-picker.css';

/** The song asked about as a waveform: a passage that is marked on it becomes the question. */
export function PassagePicker({
  id,
  marked,
}: {
  readonly id: string;
  /** The passage that is asked about; null for the whole song. */
  readonly marked: Passage | null;
}): JSX.Element {
  const waveform = useAnswer('library:waveform', { id });
  // What is marked anew is drawn anew.
  const key = marked === null ? '' : `${String(marked.from)}-${String(marked.to)}`;
  switch (waveform) {
    case undefined:
      // What stands below does not move once it is known.
      return <div className="passage-picker passage-picker--empty" />;
    case null:
      return <NoFile />;
    default:
      return <Picker key={key} id={id} marked={marked} waveform={waveform} />;
  }
}

/** There is nothing to mark in a song whose file is not there. */
function NoFile(): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="passage-picker passage-picker__hint" data-testid="passage-no-file">
      {t('similar.no-file')}
    </p>
  );
}

function Picker({
  id,
  marked,
  waveform,
}: {
  readonly id: string;
  readonly marked: Passage | null;
  readonly waveform: Waveform;
}): JSX.Element {
  const [draft, setDraft] = useState(marked);
  const { durationSeconds } = waveform;
  const ask = (passage: Passage): void => {
    setDraft(passage);
    openSimilarTo({ kind: 'passage', of: id, ...passage }).catch(report);
  };
  return (
    <div className="passage-picker" data-testid="passage-picker">
      <WaveformArea
        id={id}
        waveform={waveform}
        passage={draft}
        onDrag={(passage) => {
          setDraft(passage ?? marked);
        }}
        onMarked={ask}
      />
      {draft === null ? (
        <Hint
          onKeys={() => {
            setDraft(markedBy(durationSeconds / 2, durationSeconds / 2, durationSeconds));
          }}
        />
      ) : (
        <Marked
          passage={draft}
          durationSeconds={durationSeconds}
          isAsked={draft.from === marked?.from && draft.to === marked.to}
          onChange={setDraft}
          onAsk={ask}
          onWhole={() => {
            setDraft(null);
            if (marked !== null) {
              openSimilar(id).catch(report);
            }
          }}
        />
      )}
    </div>
  );
}

function Hint({ onKeys }: { readonly onKeys: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="passage-picker__hint">
      {t('similar.mark')}{' '}
      <button type="button" className="similar__link" onClick={onKeys}>
        {t('similar.mark-by-keys')}
      </button>
    </p>
  );
}

/** What can be done with a passage: its ends moved, to be asked about, and back to the whole song. */
function Marked({
  passage,
  durationSeconds,
  isAsked,
  onChange,
  onAsk,
  onWhole,
}: {
  readonly passage: Passage;
  readonly durationSeconds: number;
  readonly isAsked: boolean;
  readonly onChange: (passage: Passage) => void;
  readonly onAsk: (passage: Passage) => void;
  readonly onWhole: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="passage-picker__row">
      <Ends passage={passage} durationSeconds={durationSeconds} onChange={onChange} />
      {!isAsked && (
        <Button
          small
          main
          onClick={() => {
            onAsk(passage);
          }}
        >
          {t('similar.find-passage')}
        </Button>
      )}
      <Button small onClick={onWhole}>
        {t('similar.whole-song')}
      </Button>
    </div>
  );
}

const ENDS = [
  ['from', 'similar.passage-from'],
  ['to', 'similar.passage-to'],
] as const;

/** Both ends of the passage as numbers, for the keyboard and to the second. */
function Ends({
  passage,
  durationSeconds,
  onChange,
}: {
  readonly passage: Passage;
  readonly durationSeconds: number;
  readonly onChange: (passage: Passage) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      {ENDS.map(([end, name]) => (
        <input
          key={end}
          type="range"
          className="slider passage-picker__end"
          aria-label={t(name)}
          aria-valuetext={durationText(passage[end])}
          title={`${t(name)}: ${durationText(passage[end])}`}
          min={0}
          max={durationSeconds}
          step={1}
          value={passage[end]}
          onChange={(event) => {
            onChange(movedEnd(passage, end, Number(event.target.value), durationSeconds));
          }}
        />
      ))}
    </>
  );
}
