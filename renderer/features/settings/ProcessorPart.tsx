import type { JSX } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcessorReport } from '../../../electron/shared/ipc/scan-contract';
import { Choices } from '../../elements/Choices';
import { loadProcessor, useFolders } from '../../state/folders';
import { changeSettings, useSettings } from '../../state/settings';
import { Part } from './Part';

/** Where the models run, and why not elsewhere. */
export function ProcessorPart(): JSX.Element {
  const { t } = useTranslation();
  const wanted = useSettings((state) => state.settings.processor);
  const report = useFolders((state) => state.processor);
  useEffect(() => {
    void loadProcessor();
  }, []);
  return (
    <Part title={t('settings.processor')}>
      <Choices
        label={t('settings.processor')}
        value={wanted}
        choices={[
          { value: 'automatic', text: t('settings.processor-automatic') },
          { value: 'cpu', text: t('settings.processor-cpu') },
        ]}
        onChange={(processor) => {
          void changeSettings({ processor }).then(loadProcessor);
        }}
      />
      <div role="status">
        {report === null ? (
          <p className="settings__quiet">{t('settings.processor-unknown')}</p>
        ) : (
          <Found report={report} />
        )}
      </div>
    </Part>
  );
}

function Found({ report }: { readonly report: ProcessorReport }): JSX.Element {
  const { t } = useTranslation();
  const { provider, songMs, cpuSongMs, rejected } = report;
  return (
    <>
      <p>
        {t('settings.processor-now', { provider: nameOf(provider) })}
        {songMs !== null &&
          cpuSongMs !== null &&
          ` ${t('settings.processor-speed', { own: Math.ceil(songMs), cpu: Math.ceil(cpuSongMs) })}`}
      </p>
      {rejected.map(({ provider: other, kind, reason }) => (
        <details key={other} className="settings__quiet">
          <summary>{t(`settings.processor-${kind}`, { provider: nameOf(other) })}</summary>
          <code className="settings__reason">{reason}</code>
        </details>
      ))}
    </>
  );
}

/** What makers call them. */
const NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
};

function nameOf(provider: string): string {
  return NAMES[provider] ?? provider;
}
