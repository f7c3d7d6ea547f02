import type { enProblems } from './en-problems';

/** Keys of the plural that Korean, which has one form for all numbers, does not need. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** Korean texts of the sum of a scan, and of the list of problems. */
export const koProblems: Readonly<Record<WithoutSingular<keyof typeof enProblems>, string>> = {
  'scan.done': '스캔 완료: {{sum}}',
  'scan.ended-early': '스캔이 중간에 끝났습니다: {{sum}}',

  'ledger.found': '발견 {{n, number}}',
  'ledger.indexed': '들음 {{n, number}}',
  'ledger.unchanged': '변경 없음 {{n, number}}',
  'ledger.known': '이미 아는 곡(이동, 복사, 태그 변경) {{n, number}}',
  'ledger.left-out': '제외 {{n, number}}',
  'ledger.ignored': '무시 {{n, number}}',
  'ledger.silent': '응답 없는 드라이브 {{n, number}}',
  'ledger.not-reached': '확인하지 못함 {{n, number}}',
  'ledger.waiting': '대기 중 {{n, number}}',
  'ledger.failed_other': '문제 {{count, number}}',

  'problems.button': '문제',
  'problems.title': '문제',
  'problems.text':
    '다음 파일은 사용할 수 없었습니다. 나머지는 모두 처리했습니다. 파일이 바뀌면 자동으로 다시 시도합니다.',
  'problems.none': '문제가 없습니다. 모든 파일을 사용할 수 있습니다.',
  'problems.retry': '다시 시도',
  'problems.retry-all': '모두 다시 시도',
  'problems.retry-all-of': '모두 다시 시도: {{reason}}',
  'problems.ignore': '무시',
  'problems.ignore-all': '모두 무시',
  'problems.ignore-all-of': '모두 무시: {{reason}}',
  'problems.stop-ignoring': '무시 해제',
  'problems.export': '내보내기…',
  'problems.exported_other': '문제 {{count, number}}개를 저장했습니다',
  'problems.ignored_other': '무시한 파일 ({{count, number}})',
  'problems.not-ignored': '문제 목록으로 돌아가기',
  'problems.ignored-text': '다음 파일은 바뀔 때까지 건드리지 않습니다.',
  'problems.none-left': '무시한 것 말고는 문제가 없습니다.',
  'problems.stage': '단계: {{stage}}',
  'problems.last-scan': '지난 스캔: {{sum}}',
  'problems.this-scan': '이번 스캔: {{sum}}',
  'problems.column-path': '파일',
  'problems.column-stage': '단계',
  'problems.column-reason': '이유',
  'problems.column-details': '자세한 내용',
  'problems.column-kind': '코드',
  'problems.column-time': '시각(UTC)',
};
