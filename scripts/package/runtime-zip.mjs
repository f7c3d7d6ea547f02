import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Unix made it: the high half of the attributes is the file's mode (executables, links). */
const MADE_BY_UNIX = 0x0314;
const NEEDS_ZIP_2 = 20;
const NAMES_ARE_UTF8 = 0x0800;
/** 1 January 1980, midnight: the same runtime gives the same zip. */
const DATE = 0x0021;

/**
 * Puts a folder into a zip without compression: packagers take an Electron only as a zip, and unpack it at once.
 * @param {string} folder
 * @param {string} target
 * @param {(path: string) => boolean} skip by path inside the folder, with forward slashes
 */
export function zipFolder(folder, target, skip) {
  const output = openSync(target, 'w');
  try {
    let offset = 0;
    const write = (/** @type {Buffer} */ bytes) => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(output, bytes, done);
      }
      offset += bytes.length;
    };
    const directory = [];
    for (const { path, mode, content } of entriesOf(folder, '', skip)) {
      const name = Buffer.from(path);
      const header = fixedPart(name, content);
      directory.push(centralEntry(header, name, mode, offset));
      write(Buffer.concat([signature(0x04034b50), header, name]));
      write(content);
    }
    const start = offset;
    directory.forEach(write);
    write(endOf(directory.length, offset - start, start));
  } finally {
    closeSync(output);
  }
}

/** @returns {Generator<{ path: string, mode: number, content: Buffer }>} */
function* entriesOf(folder, inside, skip) {
  for (const name of readdirSync(join(folder, inside)).sort()) {
    const path = inside === '' ? name : `${inside}/${name}`;
    const file = join(folder, path);
    const stat = lstatSync(file);
    if (skip(path)) {
      continue;
    }
    if (stat.isDirectory()) {
      yield* entriesOf(folder, path, skip);
    } else {
      const content = stat.isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file);
      yield { path, mode: stat.mode, content };
    }
  }
}

/** What the local header and the directory's entry have in common, after their signatures and versions. */
function fixedPart(name, content) {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(NEEDS_ZIP_2, 0);
  bytes.writeUInt16LE(NAMES_ARE_UTF8, 2);
  bytes.writeUInt16LE(0, 4);
  bytes.writeUInt16LE(0, 6);
  bytes.writeUInt16LE(DATE, 8);
  bytes.writeUInt32LE(crc32(content), 10);
  bytes.writeUInt32LE(content.length, 14);
  bytes.writeUInt32LE(content.length, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function centralEntry(header, name, mode, offset) {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(MADE_BY_UNIX);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), made, header, rest, name]);
}

function endOf(count, sizeBytes, start) {
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16LE(count, 4);
  bytes.writeUInt16LE(count, 6);
  bytes.writeUInt32LE(sizeBytes, 8);
  bytes.writeUInt32LE(start, 12);
  return Buffer.concat([signature(0x06054b50), bytes]);
}

function signature(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
