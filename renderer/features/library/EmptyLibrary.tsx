import { FolderOpen } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { invoke } from '../../api/api';
import { Button } from '../../elements/Button';
import { useJobs } from '../../state/jobs';
import { report } from '../../state/notices';
import './library.css';

/** Opens the system's folder dialog. */
export function chooseFolder(): void {
  invoke('library:choose-folder', {}).catch(report);
}

/** What a person sees before there is a library: what this is, and the one thing to do. */
export function EmptyLibrary(): JSX.Element {
  const { t } = useTranslation();
  const looking = useJobs((state) => state.running.scan !== undefined);
  const problems = useJobs((state) => state.problems.length);
  const hasTried = problems > 0 && !looking;
  return (
    <section className="empty" data-testid="empty-state">
      <Sketch />
      <h1 className="empty__title">
        {looking ? t('empty.looking') : t(hasTried ? 'empty.no-songs-title' : 'empty.title')}
      </h1>
      {!looking && (
        <>
          <p className="empty__text">{t(hasTried ? 'empty.no-songs-text' : 'empty.text')}</p>
          <Button main onClick={chooseFolder}>
            <FolderOpen size={16} />
            {t('empty.choose')}
          </Button>
          <p className="empty__hint">{t('empty.drop')}</p>
          <p className="empty__formats">{t('empty.formats')}</p>
        </>
      )}
    </section>
  );
}

/** Stars of songs, near ones joined: the app's idea in one picture. */
const STARS = [
  [30, 62, 5],
  [52, 34, 7],
  [78, 58, 5],
  [140, 78, 6],
  [166, 46, 8],
  [196, 70, 5],
  [184, 98, 5],
  [108, 104, 4],
] as const;
const LINES = [
  [0, 1],
  [1, 2],
  [3, 4],
  [4, 5],
  [5, 6],
  [3, 6],
] as const;

function Sketch(): JSX.Element {
  return (
    <svg className="empty__sketch" viewBox="0 0 224 124" aria-hidden="true">
      {LINES.map(([from, to]) => (
        <line
          key={`${String(from)}-${String(to)}`}
          x1={STARS[from][0]}
          y1={STARS[from][1]}
          x2={STARS[to][0]}
          y2={STARS[to][1]}
        />
      ))}
      {STARS.map(([x, y, r], index) => (
        <circle key={x} cx={x} cy={y} r={r} className={index === 4 ? 'empty__star' : undefined} />
      ))}
    </svg>
  );
}
