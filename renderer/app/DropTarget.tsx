import type { JSX } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDropped } from '../api/api';
import { showImports } from '../state/imports';
import { report } from '../state/notices';
import { asksAboutOne, openDropped } from '../state/outside';

async function takeDrop(files: readonly File[]): Promise<void> {
  const { imported, song } = await addDropped(files, asksAboutOne());
  showImports(imported);
  if (song !== null) {
    await openDropped(song);
  }
}

/** Takes folders and files that are dropped anywhere on the window. */
export function DropTarget(): JSX.Element | null {
  const { t } = useTranslation();
  const [over, setOver] = useState<'add' | 'ask' | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const onDrag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const isOne = event.dataTransfer.items.length === 1;
        setOver(isOne && asksAboutOne() ? 'ask' : 'add');
      }
    };
    window.addEventListener('dragenter', onDrag, { signal });
    window.addEventListener('dragover', onDrag, { signal });
    window.addEventListener(
      'dragleave',
      (event) => {
        // Between elements of the window there is always one that is entered.
        if (event.relatedTarget === null) {
          setOver(null);
        }
      },
      { signal },
    );
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        setOver(null);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) {
          takeDrop(files).catch(report);
        }
      },
      { signal },
    );
    return () => {
      stop.abort();
    };
  }, []);
  return over === null ? null : (
    <div className="drop">{t(over === 'ask' ? 'drop.ask' : 'drop.here')}</div>
  );
}
