import { FolderX } from 'lucide-react';
import type { JSX } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Excludes } from '../../../electron/shared/excludes';
import { Button } from '../../elements/Button';
import { Switch } from '../../elements/Switch';
import {
  applyExcludes,
  chooseLeftOutFolder,
  loadExcludes,
  useExcludes,
} from '../../state/excludes';
import type { ExcludeForm } from './exclude-form';
import { formOf, rulesOf } from './exclude-form';
import { Part } from './Part';

/** What of the music folders is left out; nothing changes until it is applied. */
export function LeftOutPart(): JSX.Element {
  const { t } = useTranslation();
  const rules = useExcludes((state) => state.rules);
  useEffect(() => {
    void loadExcludes();
  }, []);
  return (
    <Part title={t('settings.left-out')}>
      {/* Rules that hold anew are shown anew. */}
      <Form key={JSON.stringify(rules)} rules={rules} />
      <p className="settings__quiet">{t('settings.left-out-note')}</p>
    </Part>
  );
}

function Form({ rules }: { readonly rules: Excludes }): JSX.Element {
  const { t } = useTranslation();
  const [form, setForm] = useState(() => formOf(rules));
  const change = (part: Partial<ExcludeForm>): void => {
    setForm((before) => ({ ...before, ...part }));
  };
  const typed = rulesOf(form);
  const bad = 'badPattern' in typed ? typed.badPattern : null;
  const changed = JSON.stringify(typed) !== JSON.stringify(rules);
  return (
    <>
      <LeftOutFolders
        folders={form.folders}
        onChange={(folders) => {
          change({ folders });
        }}
      />
      <Patterns
        text={form.patterns}
        bad={bad}
        onChange={(patterns) => {
          change({ patterns });
        }}
      />
      <Lengths form={form} onChange={change} />
      <Switch
        label={t('settings.spoken-word')}
        on={form.spokenWord}
        onChange={(spokenWord) => {
          change({ spokenWord });
        }}
      />
      <div className="settings__row">
        <Button
          small
          main={changed}
          disabled={!changed || bad !== null}
          data-testid="apply-excludes"
          onClick={() => {
            if (!('badPattern' in typed)) {
              void applyExcludes(typed);
            }
          }}
        >
          {t('settings.apply')}
        </Button>
      </div>
    </>
  );
}

function LeftOutFolders({
  folders,
  onChange,
}: {
  readonly folders: readonly string[];
  readonly onChange: (folders: readonly string[]) => void;
}): JSX.Element {
  const { t } = useTranslation();
  const add = async (): Promise<void> => {
    const folder = await chooseLeftOutFolder();
    if (folder !== null && !folders.includes(folder)) {
      onChange([...folders, folder]);
    }
  };
  return (
    <>
      {folders.length > 0 && (
        <ul className="settings__folders">
          {folders.map((path) => (
            <li key={path}>
              <span className="settings__path">{path}</span>
              <Button
                small
                aria-label={t('settings.take-back-folder', { path })}
                onClick={() => {
                  onChange(folders.filter((other) => other !== path));
                }}
              >
                {t('settings.take-back')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="settings__row">
        <Button small onClick={() => void add()}>
          <FolderX size={14} />
          {t('settings.leave-out-folder')}
        </Button>
      </div>
    </>
  );
}

function Patterns({
  text,
  bad,
  onChange,
}: {
  readonly text: string;
  readonly bad: string | null;
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <label className="settings__label">
        {t('settings.patterns')}
        <textarea
          className="settings__patterns"
          rows={2}
          spellCheck={false}
          placeholder={t('settings.patterns-example')}
          value={text}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      </label>
      {bad !== null && (
        <p className="settings__bad" role="alert">
          {t('settings.patterns-bad', { pattern: bad })}
        </p>
      )}
    </>
  );
}

function Lengths({
  form,
  onChange,
}: {
  readonly form: ExcludeForm;
  readonly onChange: (part: Partial<ExcludeForm>) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="settings__lengths">
      <label>
        {t('settings.shorter-than')}
        <input
          className="settings__number"
          inputMode="decimal"
          value={form.shorterThanSeconds}
          onChange={(event) => {
            onChange({ shorterThanSeconds: event.target.value });
          }}
        />
        {t('settings.seconds')}
      </label>
      <label>
        {t('settings.longer-than')}
        <input
          className="settings__number"
          inputMode="decimal"
          value={form.longerThanMinutes}
          onChange={(event) => {
            onChange({ longerThanMinutes: event.target.value });
          }}
        />
        {t('settings.minutes')}
      </label>
    </div>
  );
}
