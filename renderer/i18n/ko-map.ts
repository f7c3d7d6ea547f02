import type { enMap } from './en-map';

/** Keys of the plural that Korean, which has one form for all numbers, does not need. */
type WithoutSingular<K> = K extends `${string}_one` ? never : K;

/** Korean texts of the map. */
export const koMap: Readonly<Record<WithoutSingular<keyof typeof enMap>, string>> = {
  'map.label': '라이브러리 지도',
  'map.about':
    '비슷하게 들리는 곡이 가까이 모입니다. 의미가 있는 것은 거리뿐이며, 방향에는 뜻이 없습니다. 선은 선택한 곡에서 가장 비슷한 곡들로 이어집니다.',
  'map.none-title': '아직 지도가 없습니다',
  'map.none': '지도를 그리려면 들어 본 곡이 세 곡 이상 필요합니다.',
  'map.computing': '지도를 그리는 중…',
  'map.update_other': '업데이트: 지도에 없는 곡 {{count, number}}개',
  'map.renew_other': '다시 그리기: 그 뒤에 추가된 곡 {{count, number}}개',
  'map.fit': '지도 전체 보기',
  'map.cancel': '취소',
  'map.retry': '지도 그리기',
  'map.other': '기타',
  'map.keys':
    '화살표 키는 그 방향에서 가장 가까운 곡으로 이동합니다. Enter는 재생, 메뉴 키는 메뉴 열기, S는 여러 곡 고르기입니다. 더하기와 빼기는 확대·축소, Home은 전체 보기, Alt와 왼쪽·오른쪽 화살표는 뒤로·앞으로입니다.',
  'map.no-canvas':
    '이 컴퓨터에서는 지도를 그릴 수 없습니다({{reason}}). 다른 기능은 모두 사용할 수 있습니다.',
  'map.without-webgl':
    '그래픽 카드 없이 그리고 있습니다({{reason}}). 그림은 같고 조금 느릴 뿐입니다.',
  'map.none-said': '알 수 없음',
  'map.earlier': '그 이전',
  'map.decade': '{{decade}}년대',
  'map.cluster': '그룹 {{number}}',
  'map.count': '{{count, number}}곡',
  'map.show-all': '모두 보기',
  'map.legend-hint':
    '{{name}}: 클릭하면 숨기거나 보이고, 두 번 클릭(또는 Shift+클릭)하면 이것만 보입니다',
  'map.tools': '지도 도구',
  'map.back': '뒤로 (Alt+왼쪽)',
  'map.forward': '앞으로 (Alt+오른쪽)',
  'map.tool-move': '지도 움직이기',
  'map.tool-lasso': '올가미: 곡 고르기 (Shift+끌기)',
  'map.tool-path': '경로: 곡에서 곡으로 길 그리기 (Alt+끌기)',
  'map.colour-by': '색상 기준',
  'map.by-genre': '장르',
  'map.by-decade': '연대',
  'map.by-artist': '아티스트',
  'map.by-album': '앨범',
  'map.by-folder': '폴더',
  'map.by-cluster': '그룹',
  'map.by-trust': '신뢰도',
  'map.size-by': '크기 기준',
  'map.space': '가까이 놓는 기준',
  'map.alike-in': '비슷한 {{space}}',
  'map.size-same': '같은 크기',
  'map.size-duration': '곡 길이에 따라',
  'map.picked': '고른 곡',
  'map.picked-count_other': '{{count, number}}곡 선택됨',
  'map.path-count_other': '경로 위의 {{count, number}}곡',
  'map.play-next': '다음에 재생',
  'map.add-to-queue': '재생 대기열에 추가',
  'map.clear-picked': '선택 해제',
  'map.list': '보이는 곡 목록',
  'map.in-view_other': '화면에 {{count, number}}곡',
  'map.in-view-list': '화면에 보이는 곡, 가운데에 가까운 순서',
  'map.how-to-read': '지도 읽는 법',
  'map.help-near-title': '가까우면 비슷합니다',
  'map.help-near':
    '비슷하게 들리는 곡이 가까이 모입니다. 멀리 떨어진 두 곡의 거리는 큰 의미가 없습니다.',
  'map.help-axes-title': '방향에는 뜻이 없습니다',
  'map.help-axes':
    '왼쪽, 오른쪽, 위, 아래에는 이름이 없습니다. 지도를 돌리거나 뒤집어도 같은 뜻입니다.',
  'map.help-trust-title': '모든 이웃을 지킬 수는 없습니다',
  'map.help-trust':
    '소리의 수많은 특징을 평면 하나에 다 담을 수는 없습니다. 신뢰도는 한 곡과 실제로 가장 비슷한 곡들 가운데 지도에서도 가까이 있는 곡의 비율입니다. 색상을 신뢰도로 바꾸면 지도가 어디에서 맞는지 볼 수 있습니다.',
  'map.help-lines-title': '선은 사실을 말합니다',
  'map.help-lines':
    '선은 지도상의 위치와 상관없이 실제로 가장 비슷한 곡으로 이어집니다. 비슷한 곡 목록은 지도를 참고하지 않습니다.',
  'map.help-hands-title': '할 수 있는 것',
  'map.help-hands':
    '두 번 클릭하면 재생하고, 오른쪽 클릭하면 메뉴가 열립니다. Shift를 누른 채 끌면 곡을 고르고, Alt를 누른 채 끌면 곡을 따라 경로를 그립니다. 키보드에서는 화살표로 곡 사이를 옮겨 다니고, Enter로 재생하고, S로 고르고, 메뉴 키로 메뉴를 엽니다.',
  'map.audition': '가리켜서 듣기: 곡 가운데의 10초',
  'map.make-playlist': '재생목록 만들기',
  'map.playlist-name': '재생목록 이름',
  'map.playlist-of-path': '지도 위의 경로',
  'map.playlist-of-set': '지도에서 고른 곡',
  'map.playlist-made': '저장됨: {{name}}',
  'map.similar-to-all': '모두와 비슷한 곡 찾기',
  'map.export': '지도를 그림으로 저장',
  'map.export-png': '그림으로 저장 (PNG)',
  'map.export-svg': '도면으로 저장 (SVG)',
  'map.exported': '저장됨',
};
