import type { JSX } from 'react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { loadFolders, useFolders } from '../../state/folders';
import { changeLimit } from '../../state/similar-options';
import { useAnswer } from '../../state/use-answer';
import { folderChoices } from './folder-choices';

/** Only songs of one folder, and of those in it. */
export function FolderLimit({ folder }: { readonly folder: string | undefined }): JSX.Element {
  const { t } = useTranslation();
  const roots = useFolders((state) => state.roots);
  const answer = useAnswer('library:folders', {});
  useEffect(() => {
    void loadFolders();
  }, []);
  const choices = useMemo(() => folderChoices(roots, answer?.folders ?? []), [roots, answer]);
  const isListed = folder === undefined || choices.some(({ path }) => path === folder);
  return (
    <label className="similar__row">
      <span>{t('similar.limit-folder')}</span>
      <select
        value={folder ?? ''}
        title={folder}
        onChange={({ target }) => {
          changeLimit('folder', target.value === '' ? undefined : target.value);
        }}
      >
        <option value="">{t('similar.limit-any-folder')}</option>
        {!isListed && <option value={folder}>{folder}</option>}
        {choices.map(({ path, text }) => (
          <option key={path} value={path}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
