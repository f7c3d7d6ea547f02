import { ChevronDown, ChevronRight, CircleQuestionMark, Unlink } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimilarSong } from '../../../electron/shared/ipc/similar-contract';
import { IconButton } from '../../elements/Button';
import { Cover } from '../../elements/Cover';
import { endDrag, startDrag } from '../../state/drag';
import { useTrack } from '../../state/library';
import { report } from '../../state/notices';
import { play } from '../../state/player';
import { keepApart, openSimilar, queryOf, useSimilar } from '../../state/similar';
import { onlySongOf } from '../../state/similar-feedback';
import { select } from '../../state/view';
import { openTrackMenu } from '../tracks/track-menu';
import { FeedbackButtons } from './FeedbackButtons';
import { Why } from './Why';

/** A second click within this time makes a double-click, which plays and does not walk on. */
const DOUBLE_CLICK_MS = 250;

/** A neighbour: a click walks on from it, a double-click plays it, and it says why it is there. */
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
  const [unfolded, setUnfolded] = useState(false);
  const versions = song.versions.length;
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
      {versions > 0 && (
        <button
          type="button"
          className="similar__versions"
          data-testid="similar-versions"
          aria-expanded={unfolded}
          onClick={() => {
            setUnfolded(!unfolded);
          }}
        >
          {unfolded ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
          {t('similar.versions', { count: versions + 1 })}
        </button>
      )}
      {unfolded && <Versions song={song} asked={asked} list={list} />}
      {open && <Why song={song} asked={asked} />}
    </li>
  );
}

function WhyButton({
  open,
  onOpen,
}: {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t('similar.why')}
      className="similar__ask"
      aria-expanded={open}
      onClick={() => {
        onOpen(!open);
      }}
    >
      <CircleQuestionMark size={16} />
    </IconButton>
  );
}

/** The other versions of a song. */
function Versions({
  song,
  asked,
  list,
}: {
  readonly song: SimilarSong;
  readonly asked: readonly string[];
  readonly list: readonly string[];
}): JSX.Element {
  return (
    <ul className="similar__folded">
      {song.versions.map((version) => (
        <Version key={version.id} of={song.id} version={version} asked={asked} list={list} />
      ))}
    </ul>
  );
}

/** One that is no version can be told apart for good. */
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
              keepApart(of, version.id).catch(report);
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

function Neighbour({
  song: { id, score },
  list,
}: {
  readonly song: Pick<SimilarSong, 'id' | 'score'>;
  readonly list: readonly string[];
}): JSX.Element | null {
  const { t } = useTranslation();
  const track = useTrack(id);
  const clicks = useSingleClick();
  if (track === undefined) {
    return null;
  }
  const walkOn = (): void => {
    select(id);
    openSimilar(id).catch(report);
  };
  return (
    <button
      type="button"
      className="similar__item"
      data-testid="similar-item"
      data-track-id={id}
      draggable
      onDragStart={(event) => {
        startDrag(event, { ids: [id], fromOpenList: false });
      }}
      onDragEnd={endDrag}
      onClick={(event) => {
        clicks(event.detail, walkOn);
      }}
      onDoubleClick={() => {
        select(id);
        play(id, list);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        void openTrackMenu(id, list, { similarTo: onlySongOf(queryOf(useSimilar.getState())) });
      }}
    >
      <Cover id={id} hasCover={track.hasCover} size={40} />
      <span className="similar__names">
        <span className="similar__title similar__line" dir="auto">
          {track.title}
        </span>
        <span className="similar__artist similar__line" dir="auto">
          {track.artist || t('track.unknown-artist')}
        </span>
        <Score score={score} />
      </span>
    </button>
  );
}

/** Acts on clicks that are no part of a double-click; `detail` as the click event has it, 0 from the keyboard. */
function useSingleClick(): (detail: number, act: () => void) => void {
  const timer = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );
  return (detail, act) => {
    window.clearTimeout(timer.current);
    if (detail === 0) {
      act();
    } else if (detail === 1) {
      timer.current = window.setTimeout(act, DOUBLE_CLICK_MS);
    }
  };
}

/** Cosine similarity as a bar: nothing below 0 is worth showing. */
function Score({ score }: { readonly score: number }): JSX.Element {
  const { t } = useTranslation();
  const shown = Math.max(0, score);
  const percent = `${String(Math.round(shown * 100))}%`;
  return (
    <span className="similar__score">
      <span
        role="meter"
        className="similar__meter"
        aria-label={t('similar.score')}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={shown}
        aria-valuetext={percent}
      >
        <span className="similar__filled" style={{ width: percent }} />
      </span>
      <span className="similar__number">{percent}</span>
    </span>
  );
}
