/**
 * Genres that name speech, as programs and shops write them: ID3's own list (Speech, Audiobook, Audio Theatre, Podcast),
 * and the words of other languages. Lower case, NFC.
 */
const SPOKEN: ReadonlySet<string> = new Set([
  'audiobook',
  'audiobooks',
  'audio book',
  'audio books',
  'book',
  'books & spoken',
  'books and spoken',
  'spoken',
  'spoken word',
  'spokenword',
  'spoken & audio',
  'speech',
  'audio theatre',
  'audio theater',
  'audio drama',
  'radio drama',
  'radio play',
  'podcast',
  'podcasts',
  'lecture',
  'lectures',
  'sermon',
  'interview',
  'language course',
  'hörbuch',
  'hörbücher',
  'hoerbuch',
  'hörspiel',
  'hörspiele',
  'hoerspiel',
  'livre audio',
  'audiolivre',
  'audiolibro',
  'audiolibros',
  'audiolivro',
  'luisterboek',
  'hoorspel',
  'ljudbok',
  'lydbok',
  'lydbog',
  'äänikirja',
  'аудиокнига',
  'аудиокниги',
  'подкаст',
  '오디오북',
  '오디오 북',
  '팟캐스트',
  '낭독',
  '강연',
  '강의',
  '설교',
  '라디오 드라마',
  'オーディオブック',
  '朗読',
  'ポッドキャスト',
  '有声书',
  '有声書',
  '播客',
]);

/** Whether a genre tag says that this is speech, not music. A tag may hold several genres. */
export function isSpokenWord(genre: string): boolean {
  return genre
    .normalize('NFC')
    .toLowerCase()
    .split(/[;,/|\u0000]/)
    .some((part) => SPOKEN.has(part.trim().replaceAll(/\s+/g, ' ')));
}
