import type { Command } from 'commander';
import { Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../engine/index';
import { MugleError } from '../shared/errors';
import type { ExportFormat, PlaylistSummary } from '../shared/ipc/playlist-contract';
import { EXPORT_FORMATS } from '../shared/ipc/playlist-contract';
import { splitTexts } from '../shared/text-column';
import { defaultLibraryDir } from './cli-folders';
import { asLearnCommand } from './learn';
import { printJson, printLine, tell } from './output';
import { withEngine } from './with-engine';

interface Flags {
  readonly json?: boolean;
  readonly library: string;
}

interface ExportFlags extends Flags {
  readonly format: ExportFormat;
  readonly relative?: boolean;
}

/** Adds `mugle playlist list | show | import | export | delete | learn`. */
export function addPlaylistCommands(program: Command): void {
  const playlist = program
    .command('playlist')
    .description('List, show, import, export and delete playlists, and learn from them.')
    .exitOverride();
  const add = (usage: string, description: string): Command =>
    playlist
      .command(usage)
      .description(description)
      .exitOverride()
      .option('--json', 'print one JSON value')
      .addOption(new Option('--library <dir>', 'the library folder').default(defaultLibraryDir()));
  add('list', 'The playlists of the library.').action(async (flags: Flags) => {
    await listPlaylists(flags);
  });
  add('show <name-or-id>', 'The songs of one.').action(async (name: string, flags: Flags) => {
    await showPlaylist(name, flags);
  });
  add('import <file>', 'Make playlists of an M3U, PLS, XSPF, iTunes or Rekordbox file.').action(
    async (file: string, flags: Flags) => {
      await importFile(file, flags);
    },
  );
  add('export <name-or-id> <file>', 'Write one for other programs.')
    .addOption(new Option('--format <name>', 'as what').choices(EXPORT_FORMATS).default('m3u8'))
    .option('--relative', "paths as seen from the file's folder (M3U8)")
    .action(async (name: string, file: string, flags: ExportFlags) => {
      await exportFile(name, file, flags);
    });
  add('delete <name-or-id>', 'Delete one; it can be had back in the app for a month.').action(
    async (name: string, flags: Flags) => {
      await deletePlaylist(name, flags);
    },
  );
  asLearnCommand(
    add('learn', 'Learn from playlists, albums and folders which songs belong together.'),
  );
}

async function listPlaylists(flags: Flags): Promise<void> {
  const list = await withEngine(flags, (engine) => engine.handle('playlists:list', {}));
  if (flags.json === true) {
    printJson(list);
    return;
  }
  for (const { id, name, songs, missing } of list) {
    const gone = missing === 0 ? '' : ` (${String(missing)} without a file)`;
    printLine(`${id}  ${String(songs).padStart(5)}  ${name}${gone}`);
  }
}

async function showPlaylist(wanted: string, flags: Flags): Promise<void> {
  const songs = await withEngine(flags, async (engine) => {
    const { id } = await find(engine, wanted);
    const { playlist, unlisted } = await engine.handle('playlists:get', { id });
    const titles = splitTexts(unlisted.title);
    const gone = new Map(splitTexts(unlisted.id).map((each, at) => [each, titles[at] ?? '']));
    return Promise.all(
      playlist.trackIds.map(async (each) => {
        const title = gone.get(each);
        if (title !== undefined) {
          return { id: each, title, artist: '', path: null };
        }
        const track = await engine.handle('library:track', { id: each });
        const at = track.state === 'missing' ? null : (track.paths[0] ?? null);
        return { id: each, title: track.title, artist: track.artist, path: at };
      }),
    );
  });
  if (flags.json === true) {
    printJson(songs);
    return;
  }
  for (const { artist, title, path: at } of songs) {
    printLine(artist === '' ? title : `${artist} – ${title}`);
    printLine(`       ${at ?? 'its file is not there'}`);
  }
}

async function importFile(file: string, flags: Flags): Promise<void> {
  const report = await withEngine(flags, (engine) =>
    engine.handle('playlists:import', { path: path.resolve(file) }),
  );
  if (flags.json === true) {
    printJson(report);
    return;
  }
  for (const { from, to, songs } of report.mappings) {
    printLine(`${from} is ${to} here: ${String(songs)} songs`);
  }
  for (const { name, songs, unmatched, unmatchedCount } of report.playlists) {
    printLine(`${name}: ${String(songs)} of ${String(songs + unmatchedCount)} songs found`);
    for (const { line, text } of unmatched) {
      printLine(`  line ${String(line)}: ${text}`);
    }
  }
}

async function exportFile(wanted: string, file: string, flags: ExportFlags): Promise<void> {
  const target = path.resolve(file);
  const { text, songs, leftOut } = await withEngine(flags, async (engine) => {
    const { id } = await find(engine, wanted);
    const { playlist } = await engine.handle('playlists:get', { id });
    return engine.handle('playlists:export', {
      name: playlist.name,
      trackIds: playlist.trackIds,
      format: flags.format,
      relative: flags.relative === true,
      folder: path.dirname(target),
    });
  });
  await write(target, text);
  if (flags.json === true) {
    printJson({ file: target, songs, leftOut });
    return;
  }
  printLine(`${target}: ${String(songs)} songs`);
  if (leftOut > 0) {
    tell(`${String(leftOut)} left out: they have no file, or their paths do not fit.`);
  }
}

async function write(target: string, text: string): Promise<void> {
  try {
    await writeFile(target, text, 'utf8');
  } catch (cause) {
    throw new MugleError('file-unwritable', `${target} could not be written: ${String(cause)}`, {
      path: target,
      cause,
    });
  }
}

async function deletePlaylist(wanted: string, flags: Flags): Promise<void> {
  const { id, name } = await withEngine(flags, async (engine) => {
    const found = await find(engine, wanted);
    await engine.handle('playlists:delete', { id: found.id });
    return found;
  });
  if (flags.json === true) {
    printJson({ id, name });
  } else {
    printLine(`Deleted: ${name}`);
  }
}

/** By id, or by its whole name. @throws MugleError `playlist-unknown` */
async function find(engine: Engine, wanted: string): Promise<PlaylistSummary> {
  const list = await engine.handle('playlists:list', {});
  const found =
    list.find(({ id }) => id === wanted) ??
    list.find(({ name }) => name.normalize('NFC') === wanted.normalize('NFC'));
  if (found === undefined) {
    throw new MugleError(
      'playlist-unknown',
      `There is no playlist “${wanted}”. Run: mugle playlist list`,
    );
  }
  return found;
}
