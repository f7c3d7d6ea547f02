import type { enProcessor } from './en-processor';

/** As in `en-processor.ts`. */
export const koProcessor: Readonly<Record<keyof typeof enProcessor, string>> = {
  'settings.processor': '듣기에 사용하는 장치',
  'settings.processor-automatic': '가장 빠른 것',
  'settings.processor-cpu': 'CPU만',
  'settings.processor-unknown': '알아보는 중…',
  'settings.processor-now': '지금: {{provider}}.',
  'settings.processor-speed': '모델이 곡 하나에 {{own}}ms 걸립니다. CPU에서는 {{cpu}}ms입니다.',
  'settings.processor-not-asked': '{{provider}} 사용 안 함: 사용할 수 있지만 요청하지 않았습니다.',
  'settings.processor-not-bundled':
    '{{provider}} 사용 안 함: 이 시스템의 OK Mugle에는 들어 있지 않습니다.',
  'settings.processor-failed': '{{provider}} 사용 안 함: 이 컴퓨터에서 실행되지 않습니다.',
  'settings.processor-differs': '{{provider}} 사용 안 함: CPU와 결과가 다릅니다.',
  'settings.processor-slower': '{{provider}} 사용 안 함: 더 빠르지 않습니다.',
  'settings.processor-lost':
    '{{provider}} 더 이상 사용 안 함: 듣는 도중 실패했습니다. OK Mugle을 다시 시작하면 다시 시도합니다.',
};
