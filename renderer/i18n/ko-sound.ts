import type { enSound } from './en-sound';

/** Korean texts of tempo, key and passages. */
export const koSound: Readonly<Record<keyof typeof enSound, string>> = {
  'column.tempo': '빠르기',
  'column.key': '조성',
  'similar.tempo': '같은 빠르기',
  'similar.key': '어울리는 조성',
  'similar.limit-tempo': '빠르기 (BPM)',
  'similar.limit-keys': '어울리는 조성만',
  'similar.limit-keys-note': '같은 조, 5도 떨어진 조, 나란한조: 이어서 섞을 수 있는 곡입니다.',
  'similar.limit-name-tempo': '빠르기',
  'similar.limit-name-keys': '조성',
  'similar.both-tempo': '빠르기: {{found}} BPM, 물어본 곡은 {{asked}}',
  'similar.both-key': '조성: {{found}}, 물어본 곡은 {{asked}}',
  'similar.both-key-fits': '조성: {{found}}, {{asked}}와(과) 어울림',
  'similar.alike-at': '가장 닮은 곳({{space}}): 물어본 곡 {{asked}}, 이 곡 {{found}}',
  'similar.hear-both': '둘 다 듣기',
  'similar.hear-found': '이 곡에서 듣기',
  'similar.hear-stop': '멈추기',
  'similar.like-passage': '이 대목과 비슷한 곡',
  'similar.passage': '대목 {{from}}–{{to}}',
  'similar.waveform':
    '곡의 처음부터 끝까지입니다. 한 부분을 끌어서 고르거나 클릭하면 그 부분과 비슷한 곡을 찾습니다.',
  'similar.find-passage': '이 대목과 비슷한 곡 찾기',
  'similar.whole-song': '곡 전체',
  'similar.passage-from': '대목 시작',
  'similar.passage-to': '대목 끝',
  'similar.mark': '한 부분을 끌어서 고르면 그와 비슷한 곡을 찾습니다.',
  'similar.mark-by-keys': '키보드로 고르기',
  'map.by-tempo': '빠르기',
  'map.by-key': '조성',
  'map.tempo': '빠르기 {{range}} BPM',
};
