import type { TextKey } from './texts';

/** Korean texts of menus and dialogs. */
export const ko: Readonly<Record<TextKey, string>> = {
  'menu.file': '파일',
  'menu.add-folder': '폴더 추가…',
  'menu.edit': '편집',
  'menu.view': '보기',
  'menu.window': '창',
  'track.play': '재생',
  'track.find-similar': '비슷한 곡 찾기',
  'track.show-on-map': '지도에서 보기',
  'track.show-in-folder': '폴더에서 보기',
  'track.copy-path': '경로 복사',
  'dialog.choose-folder': '음악 폴더 선택',
  'dialog.choose': '선택',
  'dialog.leave-out-folder': '제외할 폴더 선택',
  'dialog.leave-out': '제외',
  'dialog.export-problems': '문제 목록 저장',
  'dialog.csv': '표(CSV)',
};
