/** What was played: its columns and its settings. */
export const enPlays = {
  'column.plays': 'Plays',
  'column.lastPlayed': 'Last played',
  'history.title': 'What you played',
  'history.keep': 'Remember what is played',
  'history.note':
    'A song counts as played once half of it, or four minutes, were heard, and as skipped when another one is picked within ten seconds. This stays in the library on this computer and is never sent anywhere.',
  'history.file': 'What I played',
  'history.export': 'Save as a table (CSV)…',
  'history.forget': 'Forget what I played…',
  'history.forget-ask': 'Forget every play and skip? This cannot be undone.',
  'history.forget-yes': 'Forget',
  'history.forget-no': 'Keep',
  'history.forgotten_one': 'Forgotten: {{count, number}} song',
  'history.forgotten_other': 'Forgotten: {{count, number}} songs',
} as const;
