import type { JSX } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDropped } from '../api/api';
import { showImports } from '../state/imports';
import { report } from '../state/notices';

/** Takes folders and files that are dropped anywhere on the window. */
export function DropTarget(): JSX.Element | null {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const onDrag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }
    };
    window.addEventListener('dragenter', onDrag, { signal });
    window.addEventListener('dragover', onDrag, { signal });
    window.addEventListener(
      'dragleave',
      (event) => {
        // Between elements of the window there is always one that is entered.
        if (event.relatedTarget === null) {
          setOver(false);
        }
      },
      { signal },
    );
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) {
          addDropped(files).then(({ imported }) => {
            showImports(imported);
          }, report);
        }
      },
      { signal },
    );
    return () => {
      stop.abort();
    };
  }, []);
  return over ? <div className="drop">{t('drop.here')}</div> : null;
}
