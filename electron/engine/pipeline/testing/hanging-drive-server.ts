import { execFileSync } from 'node:child_process';
import { openSync, readSync, writeSync } from 'node:fs';

/**
 * A drive that hangs, as a process: a FUSE file system of one folder whose files are listed and never answer.
 * Arguments: the mount point, and the names. What a name holds decides: `size` hangs when it is looked at, all others
 * when they are read. With the name `.` the folder itself hangs when it is looked at. When it is ended, everything that waits for it gets an error.
 */
const [mountPoint = '', ...given] = process.argv.slice(2);
const names = given.filter((name) => name !== '.');
const isFolderHung = names.length < given.length;
/** Part of every Linux. */
const MOUNT = 'mount';
const LOOKUP = 1;
const GETATTR = 3;
const OPEN = 14;
const READ = 15;
const RELEASE = 18;
const INIT = 26;
const OPENDIR = 27;
const READDIR = 28;
const RELEASEDIR = 29;
const ENOENT = 2;
const ENOSYS = 38;
const HEADER = 16;
const FOLDER = 1n;
const FIRST_FILE = 2n;
const SIZE = 100_000n;
/** Answers of the kernel's cache that never come again. */
const FOREVER = 1n << 30n;

const device = openSync('/dev/fuse', 'r+');
execFileSync(
  MOUNT,
  [
    '-i',
    '-t',
    'fuse',
    '-o',
    'fd=3,rootmode=40000,user_id=0,group_id=0',
    'hanging-drive',
    mountPoint,
  ],
  { stdio: ['ignore', 'inherit', 'inherit', device] },
);
process.stdout.write('mounted\n');

const request = Buffer.alloc(1 << 18);
for (;;) {
  const length = readSync(device, request);
  answer(request.subarray(0, length));
}

function answer(message: Buffer): void {
  const operation = message.readUInt32LE(4);
  const unique = message.readBigUInt64LE(8);
  const node = message.readBigUInt64LE(16);
  const body = message.subarray(40);
  switch (operation) {
    case INIT:
      reply(unique, initial(body));
      break;
    case LOOKUP:
      lookUp(unique, body.toString('utf8', 0, body.indexOf(0)));
      break;
    case GETATTR:
      look(unique, node);
      break;
    case OPEN:
    case OPENDIR:
      reply(unique, Buffer.alloc(16));
      break;
    case READDIR:
      reply(unique, body.readBigUInt64LE(8) === 0n ? listing() : Buffer.alloc(0));
      break;
    case RELEASE:
    case RELEASEDIR:
      reply(unique, Buffer.alloc(0));
      break;
    case READ:
      // Never.
      break;
    default:
      fail(unique, ENOSYS);
  }
}

function initial(body: Buffer): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(7, 0);
  bytes.writeUInt32LE(31, 4);
  bytes.writeUInt32LE(body.readUInt32LE(8), 8);
  // Reads are waited for in a way that a kill can end, as on a network drive.
  bytes.writeUInt32LE(1, 12);
  bytes.writeUInt16LE(16, 16);
  bytes.writeUInt16LE(12, 18);
  bytes.writeUInt32LE(1 << 16, 20);
  return bytes;
}

function lookUp(unique: bigint, name: string): void {
  const index = names.indexOf(name);
  if (index === -1) {
    fail(unique, ENOENT);
  } else if (!name.includes('size')) {
    const node = FIRST_FILE + BigInt(index);
    reply(unique, Buffer.concat([numbers(node, 0n, FOREVER, FOREVER, 0n), attributes(node)]));
  }
}

function look(unique: bigint, node: bigint): void {
  if (node !== FOLDER || !isFolderHung) {
    reply(unique, Buffer.concat([numbers(FOREVER, 0n), attributes(node)]));
  }
}

function attributes(node: bigint): Buffer {
  const bytes = Buffer.alloc(88);
  const isFolder = node === FOLDER;
  bytes.writeBigUInt64LE(node, 0);
  bytes.writeBigUInt64LE(isFolder ? 0n : SIZE, 8);
  bytes.writeUInt32LE(isFolder ? 0o040755 : 0o100644, 60);
  bytes.writeUInt32LE(1, 64);
  return bytes;
}

function listing(): Buffer {
  return Buffer.concat(
    names.map((name, index) => {
      const bytes = Buffer.from(name);
      const entry = Buffer.alloc(24 + Math.ceil(bytes.length / 8) * 8);
      entry.writeBigUInt64LE(FIRST_FILE + BigInt(index), 0);
      entry.writeBigUInt64LE(BigInt(index + 1), 8);
      entry.writeUInt32LE(bytes.length, 16);
      // A regular file.
      entry.writeUInt32LE(8, 20);
      entry.set(bytes, 24);
      return entry;
    }),
  );
}

function numbers(...values: readonly bigint[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => bytes.writeBigUInt64LE(value, 8 * index));
  return bytes;
}

function reply(unique: bigint, body: Buffer): void {
  send(unique, 0, body);
}

function fail(unique: bigint, code: number): void {
  send(unique, -code, Buffer.alloc(0));
}

function send(unique: bigint, error: number, body: Buffer): void {
  const bytes = Buffer.alloc(HEADER + body.length);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeInt32LE(error, 4);
  bytes.writeBigUInt64LE(unique, 8);
  bytes.set(body, HEADER);
  writeSync(device, bytes);
}
