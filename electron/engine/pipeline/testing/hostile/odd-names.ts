import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseWriter } from './hostile-case';
import { wavOf } from './lying-headers';

/** File names, all of them allowed, that programs trip over. Each file is a song of its own. */
const NAMES: readonly string[] = [
  'new\nline.wav',
  'tab\tand\rreturn.wav',
  'control \x01\x02\x1b[31m\x7f.wav',
  '\u202Egnp.exe \u202C.wav',
  '\u2066isolate\u2069 and \u200Fmark.wav',
  '  spaces at both ends .wav',
  'ends in a dot..wav',
  '...and then.wav',
  '-rf.wav',
  '--json.wav',
  '~.wav',
  '$(reboot) `id` ; rm.wav',
  `it's "quoted".wav`,
  'back\\slash.wav',
  '100% #1 ?&=+.wav',
  '%00%2e%2e.wav',
  '<img src=x onerror=alert(1)>.wav',
  'CON.wav',
  'emoji 👩‍🎤🎵🏳️‍🌈.wav',
  'astral 𝒜𝓁𝓁.wav',
  'zero\u200Bwidth\uFEFF.wav',
  'zalgo Z̸̡̛͓͉̈́̾á̷̢̖l̶g̷o̴.wav',
  '가나다 한글.wav',
  `${'한글'.normalize('NFD')} apart.wav`,
  'é.wav'.normalize('NFC'),
  'é.wav'.normalize('NFD'),
  'Twin.wav',
  'TWIN.wav',
  'twin.WAV',
  `${'n'.repeat(251)}.wav`,
  `${'가'.repeat(83)}.wav`,
  `${'🎵'.repeat(62)}.wav`,
];

const DEPTH = 18;
/** Of a folder that lies too deep for any path: 20 names of 250 bytes. */
const TOO_DEEP = 20;
const LONGEST_PATH = 4_096;

/** Returns what makes the folder removable again. */
export async function writeOddNames(to: CaseWriter): Promise<() => Promise<void>> {
  let number = 100;
  for (const name of NAMES) {
    await to.song(`names/${name}`, songOf(number++));
  }
  const deep = Array.from({ length: DEPTH }, () => 'd'.repeat(200)).join('/');
  await to.song(`${deep}/deep.wav`, songOf(number++));
  await to.nothing('names/.hidden.wav', songOf(number++));
  await to.nothing('names/song.wav.txt', songOf(number++));
  await to.nothing('names/.wav', songOf(number++));
  await to.nothing('names/.Trash/thrown away.wav', songOf(number++));
  await writeBadUtf8(to, number);
  return writeTooDeep(to);
}

/** A chord of its own length. */
function songOf(number: number): Buffer {
  const wav = Buffer.concat([wavOf(number), Buffer.alloc(2 * number)]);
  wav.writeUInt32LE(wav.length - 44, 40);
  return wav;
}

async function writeBadUtf8(to: CaseWriter, number: number): Promise<void> {
  const folder = Buffer.from(`${to.path('names')}/`);
  const bad = Buffer.from([0x62, 0x61, 0x64, 0xff, 0xfe]);
  await writeFile(Buffer.concat([folder, bad, Buffer.from('.wav')]), songOf(number));
  to.add('names/bad\uFFFD\uFFFD.wav', 'problem', ['file-unreadable']);
  const inside = Buffer.concat([folder, bad]);
  await mkdir(inside);
  await writeFile(Buffer.concat([inside, Buffer.from('/inside.wav')]), songOf(number + 1));
  to.add('names/bad\uFFFD\uFFFD', 'problem', ['folder-unreadable']);
}

/** Folders in folders until no path can name the last one; the song there cannot be reached. */
async function writeTooDeep(to: CaseWriter): Promise<() => Promise<void>> {
  const name = 't'.repeat(250);
  const half = Array.from({ length: TOO_DEEP / 2 }, () => name);
  // Each half has a path; what is under both has none.
  const beside = path.join(path.dirname(to.folder), 'deep');
  await mkdir(path.join(beside, ...half), { recursive: true });
  await writeFile(path.join(beside, ...half, 'lost.wav'), songOf(0));
  await mkdir(path.join(to.folder, ...half), { recursive: true });
  const within = path.join(to.folder, ...half, name);
  await rename(path.join(beside, name), within);
  let reached = to.folder;
  while (Buffer.byteLength(reached) < LONGEST_PATH) {
    reached = path.join(reached, name);
  }
  to.add(path.relative(to.folder, reached), 'problem', ['folder-unreadable']);
  // Taken apart again: what has no path cannot be removed.
  return () => rename(within, path.join(beside, name));
}
