import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_PATH, SHORTEST_PATH } from '../../state/made-lists';
import type { OpenPath } from '../../state/playlists';
import { report } from '../../state/notices';

/** How many songs a path has: it is made anew with so many once that is said. */
export function PathLength({ path }: { readonly path: OpenPath }): JSX.Element {
  const { t } = useTranslation();
  /** What is being typed; null when nothing is. */
  const [typed, setTyped] = useState<string | null>(null);
  const apply = (): void => {
    const wanted = typed === null || typed === '' ? path.length : Math.round(Number(typed));
    const length = Math.min(LONGEST_PATH, Math.max(SHORTEST_PATH, wanted));
    setTyped(null);
    if (length !== path.length) {
      path.withLength(length).catch(report);
    }
  };
  return (
    <label className="list-head__length">
      <span>{t('lists.path-length')}</span>
      <input
        type="number"
        min={SHORTEST_PATH}
        max={LONGEST_PATH}
        value={typed ?? path.length}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            apply();
          }
        }}
      />
    </label>
  );
}
