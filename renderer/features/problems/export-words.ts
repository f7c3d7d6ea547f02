import type { TFunction } from 'i18next';
import { ERROR_KINDS, STAGES } from '../../../electron/shared/errors';
import type { Request } from '../../../electron/shared/ipc/contract';

/** The words of the table of problems, in the language of the window. */
export function exportWords(t: TFunction): Request<'problems:export'> {
  return {
    columns: {
      path: t('problems.column-path'),
      stage: t('problems.column-stage'),
      reason: t('problems.column-reason'),
      details: t('problems.column-details'),
      kind: t('problems.column-kind'),
      time: t('problems.column-time'),
    },
    stages: Object.fromEntries(STAGES.map((stage) => [stage, t(`stage.${stage}`)])),
    reasons: Object.fromEntries(ERROR_KINDS.map((kind) => [kind, t(`error.${kind}`)])),
  };
}
