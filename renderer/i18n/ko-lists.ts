/** Korean texts about learning from lists, and about lists that are made. */
export const koLists = {
  'lists.title': '재생목록에서 배우기',
  'lists.note':
    '재생목록, 앨범, 폴더에 함께 있는 곡은 소리가 어떻든 서로 어울리는 곡으로 봅니다. 직접 만든 재생목록이 가장 중요합니다. 어느 목록에도 없는 곡은 소리로 자리를 정합니다.',
  'lists.automatic': '목록이 바뀌면 자동으로 다시 배우기',
  'lists.automatic-note':
    '재생목록을 만든 뒤부터 시작하며, 목록이 1분 동안 바뀌지 않고 다른 작업이 없을 때까지 기다립니다.',
  'lists.learn': '지금 배우기',
  'lists.cancel': '취소',
  'lists.never': '아직 배운 것이 없습니다.',
  'lists.at': '배운 때',
  'lists.lists': '배운 재생목록, 앨범, 폴더',
  'lists.learned': '목록으로 자리를 정한 곡',
  'lists.guessed': '소리로 자리를 정한 곡',
  'lists.cosine': '소리가 자리를 알려 주는 정도(1이 가장 좋고 0은 전혀 모름)',
  'lists.recall': '소리로 고른 열 곡에서 찾은 같은 목록의 곡',
  'lists.recall-of': '{{percent, number}}%, 무작위로는 {{random, number}}%',
  'lists.no-error': '목록에 있는 곡이 너무 적어 다른 곡의 자리를 소리로 정할 수 없습니다.',
  'lists.in-playlists': '같은 재생목록에 있음: {{names}}',
  'lists.from-lists': '목록에서 배움',
  'lists.from-sound': '소리로 추측',
  'lists.path-length': '곡 수',
  'lists.start-over': '이 라디오를 처음부터 다시 시작',
  'lists.over': '라디오가 들려준 곡을 모두 잊고 처음부터 다시 시작합니다.',
} as const;
