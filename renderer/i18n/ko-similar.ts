import type { enSimilar } from './en-similar';

/** Keys of the plural that Korean, which has one form for all numbers, does not need. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** Korean texts of finding similar songs. */
export const koSimilar: Readonly<Record<WithoutSingular<keyof typeof enSimilar>, string>> = {
  'similar.familiarity': '익숙함',
  'similar.familiarity-note': '이 프로그램에서 곡을 재생한 횟수를 따릅니다.',
  'similar.familiarity-none': '상관없음',
  'similar.unknown-songs': '모르는 곡',
  'similar.known-songs': '아는 곡',
  'similar.no-limit': '제한 없음',
  'similar.mix-artists': '아티스트 골고루',
  'similar.mix-artists-note':
    '다른 곡이 모자랄 때만 한 아티스트의 곡을 {{count, number}}곡보다 많이 넣습니다.',
  'similar.limit-not-played': '안 들은 지',
  'similar.limit-days': '일',
  'similar.limit-name-notPlayedFor': '재생 시기',
  'similar.limit-folder': '폴더',
  'similar.limit-any-folder': '모든 폴더',
  'similar.more': '이런 곡 더',
  'similar.less': '이런 곡 덜',
  'similar.said': '이 목록에 대해 말한 것',
  'similar.said-more': '“{{title}}” 같은 곡 더 (클릭하면 취소)',
  'similar.said-less': '“{{title}}” 같은 곡 덜 (클릭하면 취소)',
  'similar.unsay': '모두 잊기',
  'similar.nearest': '물어본 곡 가운데 가장 가까운 곡: “{{title}}”',
  'similar.set-aside':
    '대목은 장르로만 비교하므로 “{{chosen}}” 대신 “{{used}}” 순서로 보여 드립니다.',
  'similar.minus': '이런 곡은 빼고',
  'similar.minus-drop': '“{{title}}” 같은 곡은 빼고 (클릭하면 취소)',
  'similar.gone': '{{title}} (라이브러리에 없음)',
  'similar.told-apart_other': '이제 {{count, number}}곡을 다른 버전으로 보지 않습니다.',
  'similar.playlist': '재생목록',
  'similar.outside': '라이브러리에 없는 곡',
  'similar.add-folder': '이 곡의 폴더 추가',
  'playlists.find-similar': '이 재생목록과 비슷한 곡 찾기',
  'drop.ask': '곡을 놓으면 비슷한 곡을 찾고, 폴더를 놓으면 라이브러리에 추가합니다',
};
