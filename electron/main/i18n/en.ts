/** English texts of menus and dialogs; the other languages have the same keys. */
export const en = {
  'menu.file': 'File',
  'menu.add-folder': 'Add Folder…',
  'menu.edit': 'Edit',
  'menu.view': 'View',
  'menu.window': 'Window',
  'track.play': 'Play',
  'track.find-similar': 'Find similar',
  'track.show-on-map': 'Show on map',
  'track.show-in-folder': 'Show in folder',
  'track.copy-path': 'Copy path',
  'dialog.choose-folder': 'Choose music folders',
  'dialog.choose': 'Choose',
  'dialog.leave-out-folder': 'Choose a folder to leave out',
  'dialog.leave-out': 'Leave out',
  'dialog.export-problems': 'Save the list of problems',
  'dialog.csv': 'Table (CSV)',
} as const;
