import { useVirtualizer } from '@tanstack/react-virtual';
import { FolderSearch, Play, RefreshCw } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateGroup, SongCopy } from '../../../electron/shared/ipc/duplicates-contract';
import { IconButton } from '../../elements/Button';
import { ProgressBar } from '../../elements/ProgressBar';
import { loadDuplicates, revealCopy, useDuplicates } from '../../state/duplicates';
import { report } from '../../state/notices';
import { playQueue } from '../../state/player';
import './duplicates.css';

/** As duplicates.css has them, for groups that were not in sight yet. */
const HEAD_HEIGHT = 58;
const COPY_HEIGHT = 46;

const KINDS = {
  'same-sound': 'duplicates.same-sound',
  'same-recording': 'duplicates.same-recording',
  alike: 'duplicates.alike',
} as const;

/** Songs that are there more than once, with the copy to keep; what happens to the others is up to the person. */
export function DuplicatesView(): JSX.Element {
  const { t } = useTranslation();
  const { found, looking } = useDuplicates();
  useEffect(() => {
    loadDuplicates().catch(report);
  }, []);
  return (
    <section className="library" data-testid="duplicates">
      <div className="duplicates__head">
        <h2 className="duplicates__title">{t('duplicates.title')}</h2>
        {found !== null && found.total > 0 && (
          <span className="duplicates__facts">
            {t('duplicates.count', { count: found.total })} ·{' '}
            {t('duplicates.extra', { megabytes: Math.round(found.extraBytes / 1e6) })}
          </span>
        )}
        <IconButton
          label={t('duplicates.again')}
          disabled={looking}
          onClick={() => {
            loadDuplicates().catch(report);
          }}
        >
          <RefreshCw size={16} />
        </IconButton>
      </div>
      <p className="duplicates__note">{t('duplicates.note')}</p>
      <div role="status">
        {looking && (
          <div className="duplicates__looking">
            {t('duplicates.looking')}
            <ProgressBar label={t('duplicates.looking')} done={0} total={0} />
          </div>
        )}
      </div>
      {found !== null &&
        (found.total === 0 ? (
          <p className="playlists__empty">{t('duplicates.none')}</p>
        ) : (
          <Groups groups={found.groups} />
        ))}
    </section>
  );
}

function Groups({ groups }: { readonly groups: readonly DuplicateGroup[] }): JSX.Element {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // The compiler must not cache what this hook returns: it changes in place while scrolling.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => HEAD_HEIGHT + COPY_HEIGHT * (groups[at]?.copies.length ?? 2),
    overscan: 4,
  });
  return (
    <div ref={scroller} className="duplicates__scroller">
      <ul
        className="duplicates__list"
        aria-label={t('duplicates.title')}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const group = groups[index];
          return group === undefined ? null : (
            <li
              key={index}
              data-index={index}
              ref={virtual.measureElement}
              className="duplicates__group"
              data-testid="duplicate-group"
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              <Group group={group} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Group({ group }: { readonly group: DuplicateGroup }): JSX.Element {
  const { t } = useTranslation();
  const { kind, title, artist, copies } = group;
  return (
    <>
      <h3 className="duplicates__song" dir="auto">
        {artist === '' ? title : `${artist} – ${title}`}
        <span className="duplicates__kind">{t(KINDS[kind])}</span>
      </h3>
      <ul className="duplicates__copies">
        {copies.map((copy) => (
          <Copy key={copy.path} copy={copy} />
        ))}
      </ul>
    </>
  );
}

/** A number with its unit, as the language writes it: 0.8 MB, 137 kb/s. */
function withUnit(value: number, unit: string, language: string): string {
  const options = {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(language, options).format(value);
}

function Copy({ copy }: { readonly copy: SongCopy }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { id, path, format, kbps, sizeBytes, best, lossless } = copy;
  const quality = [
    format,
    lossless ? t('duplicates.lossless') : '',
    kbps === null ? '' : withUnit(kbps, 'kilobit-per-second', i18n.language),
    withUnit(sizeBytes / 1e6, 'megabyte', i18n.language),
  ];
  return (
    <li className={best ? 'duplicates__copy duplicates__copy--best' : 'duplicates__copy'}>
      <span className="duplicates__where">
        <span className="duplicates__path" title={path} dir="auto">
          {path}
        </span>
        <span className="duplicates__facts">
          {best && <strong className="duplicates__best">{t('duplicates.best')} </strong>}
          {quality.filter((part) => part !== '').join(' · ')}
        </span>
      </span>
      <IconButton
        label={t('track.play')}
        onClick={() => {
          playQueue([id]);
        }}
      >
        <Play size={16} />
      </IconButton>
      <IconButton
        label={t('duplicates.reveal')}
        onClick={() => {
          revealCopy(id, copy.copy).catch(report);
        }}
      >
        <FolderSearch size={16} />
      </IconButton>
    </li>
  );
}
