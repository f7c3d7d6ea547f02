/** English texts about learning from lists, and about lists that are made. */
export const enLists = {
  'lists.title': 'Learning from playlists',
  'lists.note':
    'Songs that stand together in your playlists, albums and folders are taken to belong together, whatever they sound like. Your own playlists count most. Songs in no list are placed by their sound.',
  'lists.automatic': 'Learn again by itself when lists have changed',
  'lists.automatic-note':
    'This begins once you have made a playlist, and waits until your lists have been left alone for a minute and nothing else is going on.',
  'lists.learn': 'Learn now',
  'lists.cancel': 'Cancel',
  'lists.never': 'Nothing has been learned yet.',
  'lists.at': 'Learned',
  'lists.lists': 'From playlists, albums, folders',
  'lists.learned': 'Songs placed by lists',
  'lists.guessed': 'Songs placed by their sound',
  'lists.cosine': 'How well the sound tells the place (1 is best, 0 is nothing)',
  'lists.recall': 'Companions found by the sound among ten songs',
  'lists.recall-of': '{{percent, number}}%, at random {{random, number}}%',
  'lists.no-error': 'Too few songs are in lists to place the others by their sound.',
  'lists.in-playlists': 'In the same playlist: {{names}}',
  'lists.from-lists': 'from lists',
  'lists.from-sound': 'guessed from sound',
  'lists.path-length': 'Songs',
  'lists.start-over': 'Start this radio over',
  'lists.over': 'The radio has forgotten what it has given, and begins again.',
} as const;
