import type { enPlays } from './en-plays';

/** Keys of the plural that Korean, which has one form for all numbers, does not need. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** Korean texts of what was played. */
export const koPlays: Readonly<Record<WithoutSingular<keyof typeof enPlays>, string>> = {
  'column.plays': '재생 수',
  'column.lastPlayed': '마지막 재생',
  'history.title': '재생 기록',
  'history.keep': '재생한 곡 기억하기',
  'history.note':
    '곡의 절반이나 4분을 들으면 재생한 것으로, 10초 안에 다른 곡을 고르면 건너뛴 것으로 셉니다. 기록은 이 컴퓨터의 라이브러리에만 남으며 어디에도 보내지 않습니다.',
  'history.file': '재생 기록',
  'history.export': '표(CSV)로 저장…',
  'history.forget': '재생 기록 지우기…',
  'history.forget-ask': '재생과 건너뛰기 기록을 모두 지울까요? 되돌릴 수 없습니다.',
  'history.forget-yes': '지우기',
  'history.forget-no': '그대로 두기',
  'history.forgotten_other': '{{count, number}}곡의 기록을 지웠습니다',
};
