/** Where the models run, and why not elsewhere. */
export const enProcessor = {
  'settings.processor': 'Listening runs on',
  'settings.processor-automatic': 'What is fastest',
  'settings.processor-cpu': 'The CPU only',
  'settings.processor-unknown': 'Finding out…',
  'settings.processor-now': 'Now: {{provider}}.',
  'settings.processor-speed': 'The models take {{own}} ms for a song, {{cpu}} ms on the CPU.',
  'settings.processor-not-asked': '{{provider}} is not used: it is there, but was not asked for.',
  'settings.processor-not-bundled':
    '{{provider}} is not used: OK Mugle does not come with it on this system.',
  'settings.processor-failed': '{{provider}} is not used: it does not run here.',
  'settings.processor-differs': '{{provider}} is not used: it does not hear what the CPU hears.',
  'settings.processor-slower': '{{provider}} is not used: it is not faster.',
  'settings.processor-lost':
    '{{provider}} is not used any more: it failed while listening. Start OK Mugle again to try it anew.',
} as const;
