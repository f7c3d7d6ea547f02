import { readdirSync, readlinkSync } from 'node:fs';
import type { AppIdentity } from './processes';
import { processesOf, readProc } from './processes';

const TABLES = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** One internet socket that a process of the app holds. */
export interface InternetSocket {
  readonly pid: number;
  readonly protocol: (typeof TABLES)[number];
  readonly local: string;
  readonly remote: string;
}

/** Every TCP and UDP socket that the app's processes hold at this moment (Linux). */
export function internetSockets(app: AppIdentity): InternetSocket[] {
  return processesOf(app).flatMap(({ pid }) => {
    const held = heldInodes(pid);
    return TABLES.flatMap((protocol) =>
      readProc(`/proc/${String(pid)}/net/${protocol}`)
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => held.has(fields[9] ?? ''))
        .map((fields) => ({
          pid,
          protocol,
          local: readableAddress(fields[1] ?? ''),
          remote: readableAddress(fields[2] ?? ''),
        })),
    );
  });
}

/** Whether both ends stay on this computer. A listener's far end is unspecified; its near end then decides. */
export function staysHere({ local, remote }: InternetSocket): boolean {
  return isLoopback(remote) || (isUnspecified(remote) && isLoopback(local));
}

function isLoopback(address: string): boolean {
  return (
    address.startsWith('127.') || address.startsWith('::1:') || address.startsWith('::ffff:127.')
  );
}

function isUnspecified(address: string): boolean {
  return address.startsWith('0.0.0.0:') || address.startsWith(':::');
}

function heldInodes(pid: number): Set<string> {
  const folder = `/proc/${String(pid)}/fd`;
  const inodes = new Set<string>();
  for (const name of listOpenFiles(folder)) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkTarget(`${folder}/${name}`))?.[1];
    if (inode !== undefined) {
      inodes.add(inode);
    }
  }
  return inodes;
}

/** Empty when the process ended meanwhile. */
function listOpenFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    return ignoreGone(thrown, []);
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch (thrown) {
    return ignoreGone(thrown, '');
  }
}

function ignoreGone<T>(thrown: unknown, instead: T): T {
  if (['ENOENT', 'ESRCH', 'EACCES'].includes((thrown as NodeJS.ErrnoException).code ?? '')) {
    return instead;
  }
  throw thrown;
}

/** `0100007F:1F90` as the kernel writes it → `127.0.0.1:8080`. */
function readableAddress(hex: string): string {
  const [address = '', port = '0'] = hex.split(':');
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  const number = String(Number.parseInt(port, 16));
  if (bytes.length === 4) {
    return `${bytes.map((byte) => String(Number.parseInt(byte, 16))).join('.')}:${number}`;
  }
  const mapped = /^0{20}ffff/i.test(bytes.join(''));
  if (mapped) {
    const last = bytes.slice(12).map((byte) => String(Number.parseInt(byte, 16)));
    return `::ffff:${last.join('.')}:${number}`;
  }
  const text = bytes.join('');
  if (/^0+$/.test(text)) {
    return `:::${number}`;
  }
  return /^0{31}1$/.test(text) ? `::1:${number}` : `${text}:${number}`;
}
