/**
 * Lets VLC and mpv read what the app writes, and VLC write it again; needs Debian's vlc-bin, vlc-plugin-base and mpv, and root.
 * From the repository: npx tsx electron/engine/playlists/testing/players/ask-players.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDER, PATHS, WRITTEN } from './list-songs';

const here = fileURLToPath(new URL('.', import.meta.url));
/** VLC refuses to run as root. */
const VLC_USER = 'nobody';
const VLC_HOME = `${FOLDER}/home`;
const VLC_LIBRARY = `${VLC_HOME}/.local/share/vlc/ml.xspf`;
/** It does not always end when it should. */
const VLC_SECONDS = '15';
const RATE = 8000;
/** Bytes; VLC tells much. */
const LONGEST_LOG = 1e8;

function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: FOLDER,
    maxBuffer: LONGEST_LOG,
  });
  if (error !== undefined) {
    throw error;
  }
  return stdout + stderr;
}

function vlc(...args: readonly string[]): string {
  const quiet = ['-I', 'dummy', '-vv', '--no-audio', '--no-video', ...args];
  return run('runuser', [
    '-u',
    VLC_USER,
    '--',
    'env',
    `HOME=${VLC_HOME}`,
    'timeout',
    VLC_SECONDS,
    'vlc',
    ...quiet,
  ]);
}

/** A tenth of a second of silence, 16 bit mono. */
function silentWav(): Buffer {
  const bytes = (RATE / 10) * 2;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  [16, 0x0001_0001, RATE, RATE * 2, 0x0010_0002].forEach((value, at) => {
    wav.writeUInt32LE(value, 16 + at * 4);
  });
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(bytes, 40);
  return wav;
}

/** What VLC opened after the list itself, as it says in its log. */
function openedByVlc(list: string): string[] {
  const opened = vlc(list, 'vlc://quit').matchAll(/`file:\/\/(\S+)' gives access/g);
  return [...opened]
    .map(([, uri = '']) => decodeURIComponent(uri))
    .filter((file) => file !== path.join(FOLDER, list));
}

function openedByMpv(list: string): string[] {
  const args = ['--no-config', '--vo=null', '--ao=null', '--term-playing-msg=PLAYED ${path}', list];
  return [...run('mpv', args).matchAll(/^PLAYED (.*)$/gm)].map(([, file = '']) =>
    path.resolve(FOLDER, file),
  );
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(`${FOLDER}/Music`, { recursive: true });
for (const [name, text] of Object.entries(WRITTEN)) {
  writeFileSync(path.join(FOLDER, name), text);
  writeFileSync(path.join(here, name), text);
}
// VLC reads its library when it starts and writes it anew when it ends; without the songs it keeps the lengths.
mkdirSync(path.dirname(VLC_LIBRARY), { recursive: true });
writeFileSync(VLC_LIBRARY, WRITTEN['list.xspf'] ?? '');
run('chmod', ['-R', 'a+rwX', FOLDER]);
vlc('--media-library', 'vlc://quit');
writeFileSync(path.join(here, 'vlc.xspf'), readFileSync(VLC_LIBRARY));
rmSync(VLC_LIBRARY);

for (const file of PATHS) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, silentWav());
}
const lists = {
  vlc: ['absolute.m3u8', 'relative.m3u8', 'list.xspf'],
  mpv: ['absolute.m3u8', 'relative.m3u8'],
};
const opened = {
  vlc: Object.fromEntries(lists.vlc.map((list) => [list, openedByVlc(list)])),
  mpv: Object.fromEntries(lists.mpv.map((list) => [list, openedByMpv(list)])),
};
writeFileSync(path.join(here, 'opened.json'), `${JSON.stringify(opened, null, 2)}\n`);
